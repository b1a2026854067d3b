import type { MetricsLine } from './run-status.ts';

export interface Series {
  /** As in `metrics.jsonl`. */
  readonly name: string;
  /** Iteration and value, by iteration. */
  readonly points: readonly (readonly [number, number])[];
}

export interface Curve {
  readonly title: string;
  readonly series: readonly Series[];
  /** Lowest and highest value shown. */
  readonly range: readonly [number, number];
}

const ACCURACY = /^accuracy/;

/** Curves of everything that was logged: accuracies in one, from 0 to 1, each other value in one of its own. */
export function curvesOf(metrics: readonly MetricsLine[], accuracyTitle: string): readonly Curve[] {
  const names = [...new Set(metrics.flatMap((line) => Object.keys(line)))].filter((name) => name !== 'iteration');
  const series = names
    .map((name) => ({ name, points: pointsOf(metrics, name) }))
    .filter(({ points }) => points.length > 0);
  const accuracies = series.filter(({ name }) => ACCURACY.test(name));
  const others = series.filter(({ name }) => !ACCURACY.test(name));
  return [
    ...(accuracies.length > 0 ? [{ title: accuracyTitle, series: accuracies, range: [0, 1] as const }] : []),
    ...others.map((one) => ({ title: one.name, series: [one], range: rangeOf(one) })),
  ];
}

function pointsOf(metrics: readonly MetricsLine[], name: string): [number, number][] {
  return metrics.flatMap((line): [number, number][] => {
    const value = line[name];
    return typeof value === 'number' ? [[line.iteration, value]] : [];
  });
}

/** A constant value lies in the middle. */
function rangeOf({ points }: Series): readonly [number, number] {
  const values = points.map(([, value]) => value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = low === high ? Math.abs(low) || 1 : 0;
  return [low - room, high + room];
}

/**
 * The series as a path of SVG.
 * @param end iteration at the right edge
 */
export function pathOf(
  { points }: Series,
  [low, high]: Curve['range'],
  end: number,
  width: number,
  height: number,
): string {
  const place = ([iteration, value]: readonly [number, number]): string => {
    const x = (iteration / Math.max(1, end)) * width;
    const y = (1 - (value - low) / (high - low)) * height;
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  };
  // A single point is drawn as a dot: a line of no length with round ends.
  const places = points.length === 1 ? [...points, ...points] : points;
  return `M${places.map(place).join('L')}`;
}
