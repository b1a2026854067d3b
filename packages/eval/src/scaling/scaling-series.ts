import { fitGrowth, type Growth, type GrowthPoint } from './fit-growth.ts';
import type { ScalingPoint, ScalingSeries } from './scaling.ts';

/** A series with its fits, which are those of points that differ from the first only in what grows. @param against the name of what grows, in each point */
export function scalingSeries(against: string, points: readonly ScalingPoint[]): ScalingSeries {
  const [alike = []] = groupsOf({ against, points }).values();
  const fits = figuresIn({ against, points }).flatMap((name): [string, Growth][] => {
    const growth = fitGrowth(pointsOf({ against, points: alike }, name));
    return growth === undefined ? [] : [[name, growth]];
  });
  return { against, points, growth: Object.fromEntries(fits) };
}

/** Names of what was measured, in the order in which they come first. */
export function figuresIn({ against, points }: Pick<ScalingSeries, 'against' | 'points'>): string[] {
  const names = new Set(points.flatMap((point) => Object.keys(point)));
  return [...names].filter((name) => name !== against && UNITS.some(([ending]) => name.endsWith(ending)));
}

/** Names of what was chosen besides what grows, such as `threads`. */
export function choicesIn({ against, points }: Pick<ScalingSeries, 'against' | 'points'>): string[] {
  const figures = figuresIn({ against, points });
  const names = new Set(points.flatMap((point) => Object.keys(point)));
  return [...names].filter((name) => name !== against && !figures.includes(name));
}

/** Points that differ only in what grows, by what they share, such as `threads 1`; all under one empty name where nothing was chosen. */
export function groupsOf(series: Pick<ScalingSeries, 'against' | 'points'>): Map<string, ScalingPoint[]> {
  const choices = choicesIn(series);
  const groups = new Map<string, ScalingPoint[]>();
  for (const point of series.points) {
    const shared = choices.map((name) => `${name} ${point[name]}`).join(', ');
    groups.set(shared, [...(groups.get(shared) ?? []), point]);
  }
  return groups;
}

/** What grows and one figure, of the points that have it. */
export function pointsOf({ against, points }: Pick<ScalingSeries, 'against' | 'points'>, name: string): GrowthPoint[] {
  return points.flatMap(({ [against]: x, [name]: y }) => (x === undefined || y === undefined ? [] : [[x, y] as const]));
}

/** Endings of names of figures, the more special first, and how they are read. */
export const UNITS: readonly (readonly [ending: string, unit: string])[] = [
  ['_per_s', 'a second'],
  ['_ms', 'milliseconds'],
  ['_mb', 'MB'],
  ['_s', 'seconds'],
];

/** The unit of a figure, by its name. */
export function unitOf(name: string): string {
  return UNITS.find(([ending]) => name.endsWith(ending))?.[1] ?? '';
}

const NAMES: Readonly<Record<string, string>> = {
  critic_ms: 'critic update',
  generator_ms: 'generator update',
  edit_ms: 'edit of a batch',
  train_mb: 'training',
  edit_mb: 'editing',
  edits_per_s: 'edits by all processes',
  all_mb: 'all processes',
  photos_s: 'whole photos',
  faces_s: 'cropped faces',
  photos_mb: 'whole photos',
  faces_mb: 'cropped faces',
};

/** A figure as people read it, without its unit. */
export function figureTitle(name: string): string {
  return NAMES[name] ?? name;
}
