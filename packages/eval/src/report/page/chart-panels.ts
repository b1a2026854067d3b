import type { FindingChart } from '../../finding.ts';
import { readable } from './format-number.ts';

type Points = FindingChart['series'][number]['points'];

export interface ChartLine {
  /** As people read it; that of a model as it is. */
  readonly name: string;
  readonly points: Points;
  /** Which of the page's colours. */
  readonly colour: number;
}

/** One drawing: its lines, and those of its neighbours, pale, for comparison. */
export interface ChartPanel {
  readonly title?: string;
  readonly lines: readonly ChartLine[];
  readonly others: readonly Points[];
}

/** So many lines are told apart in one drawing; more have a small one each. */
const MOST_LINES = 5;

/**
 * The drawings of one chart. A few lines of one model share a drawing. Otherwise each line has its own: of one model
 * before the pale lines of the others, of several models with the same line of each.
 */
export function panelsOf(charts: readonly { readonly model: string; readonly chart: FindingChart }[]): ChartPanel[] {
  const [first] = charts;
  if (charts.length === 1 && first !== undefined && first.chart.series.length <= MOST_LINES) {
    return [
      {
        lines: first.chart.series.map(({ name, points }, colour) => ({ name: readable(name), points, colour })),
        others: [],
      },
    ];
  }
  const names = [...new Set(charts.flatMap(({ chart }) => chart.series.map(({ name }) => name)))];
  return names.map((series) => {
    const lines = charts.flatMap(({ model, chart }, colour) => {
      const line = chart.series.find(({ name }) => name === series);
      return line === undefined ? [] : [{ name: model, points: line.points, colour }];
    });
    const all = charts.length === 1 ? (first?.chart.series ?? []) : [];
    const others = all.filter(({ name }) => name !== series).map(({ points }) => points);
    return { title: readable(series), lines, others };
  });
}
