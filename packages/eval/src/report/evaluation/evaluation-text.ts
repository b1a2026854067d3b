import { metricsOf, resultOf, type Evaluation } from './evaluation.ts';
import { formatInterval, formatValue, readable } from '../page/format-number.ts';
import { countsOf, summaryRows } from './summary.ts';

/** The figures for a terminal: a line each, a column a model; `*` marks the best. What is unavailable says why below. */
export function evaluationText(evaluation: Evaluation): string {
  const { models } = evaluation;
  const rows = summaryRows(evaluation);
  const several = models.length > 1;
  const lines = [
    ['Metric', 'Figure', ...models.map(({ name }) => plain(name)), 'Count'],
    ...rows.map(({ metric, name, unit, better, estimates, best }, index) => [
      rows[index - 1]?.metric === metric ? '' : plain(metric),
      `${plain(readable(name))} ${better === 'higher' ? '↑' : '↓'}`,
      ...estimates.map((estimate, model) =>
        estimate === undefined
          ? '–'
          : `${best[model] === true ? '* ' : ''}${formatValue(estimate.value, unit)} ${formatInterval(estimate, unit)}`,
      ),
      countsOf(estimates),
    ]),
  ];
  const widths = (lines[0] as string[]).map((_, column) =>
    Math.max(...lines.map((line) => (line[column] ?? '').length)),
  );
  const text = lines.map((line) =>
    line
      .map((cell, column) =>
        column < 2 ? cell.padEnd(widths[column] as number) : cell.padStart(widths[column] as number),
      )
      .join('  '),
  );
  const missing = metricsOf(evaluation).flatMap((metric) =>
    models.flatMap((model) => {
      const result = resultOf(model, metric);
      if (!('unavailable' in result)) return [];
      return [plain(`${metric}${several ? ` of ${model.name}` : ''}: ${result.unavailable}`)];
    }),
  );
  return [...text, ...(missing.length === 0 ? [] : ['', ...missing])].join('\n');
}

/** Without line breaks and other control characters, which would move a terminal's cursor. */
function plain(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, ' ');
}
