import { explainedText, growthText, short } from './growth-text.ts';
import { choicesIn, figuresIn, figureTitle, unitOf } from './scaling-series.ts';
import type { Scaling, ScalingSeries } from './scaling.ts';

/** Figures and their growth, for a terminal. */
export function scalingText({ series }: Scaling): string {
  return series.map(seriesText).join('\n\n');
}

function seriesText(series: ScalingSeries): string {
  const { against, points, growth } = series;
  const figures = figuresIn(series);
  const columns = [against, ...choicesIn(series), ...figures];
  const rows = [
    columns,
    ...points.map((point) => columns.map((name) => (point[name] === undefined ? '–' : short(point[name])))),
  ];
  const widths = columns.map((_, at) => Math.max(...rows.map((row) => (row[at] as string).length)));
  const table = rows.map((row) => row.map((cell, at) => cell.padStart(widths[at] as number)).join('  '));
  const fits = Object.entries(growth).map(
    ([name, fit]) => `  ${figureTitle(name)}, ${unitOf(name)}: ${growthText(against, fit)} (R² ${explainedText(fit)})`,
  );
  return [...table, ...fits].join('\n');
}
