import type { Metrics } from '@attgan/training';

const PARTS: readonly (readonly [metric: string, label: string])[] = [
  ['generator/reconstruction', 'reconstruction'],
  ['accuracyReal', 'real'],
  ['accuracyEdited', 'edited'],
];

/** The metrics that show whether a training goes well, in a few words. */
export function brief(metrics: Metrics): string {
  return PARTS.flatMap(([key, label]) =>
    metrics[key] === undefined ? [] : [`${label} ${metrics[key].toFixed(3)}`],
  ).join('  ');
}
