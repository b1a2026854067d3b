import { formatInterval, formatValue } from '../report/page/format-number.ts';
import { PASTE_FIGURES, type PasteEvaluation } from './paste-evaluation.ts';

/** The figures for a terminal: a line for each way of pasting. */
export function pastesText({ pastes, photos, located, displacement, edited, changedOutside }: PasteEvaluation): string {
  const lines = [
    ['Paste', ...PASTE_FIGURES.map(({ name }) => name)],
    ...pastes.map(({ name, figures }) => [
      name,
      ...figures.map((estimate, at) => {
        const unit = PASTE_FIGURES[at]?.unit ?? 'number';
        return estimate === undefined ? '–' : `${formatValue(estimate.value, unit)} ${formatInterval(estimate, unit)}`;
      }),
    ]),
  ];
  const widths = PASTE_FIGURES.map((_, at) => at).concat(PASTE_FIGURES.length);
  const longest = widths.map((column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
  const table = lines.map((line) =>
    line
      .map((cell, column) => cell.padEnd(longest[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const moved = displacement === undefined ? '' : `, displaced by ${displacement.mean.toFixed(2)} pixels on average`;
  return [
    ...table,
    '',
    `Faces found in ${located} of ${photos} photos${moved}.`,
    `${edited} photos edited; ${changedOutside} pixels changed outside the faces' squares.`,
  ].join('\n');
}
