import type { Loose } from '../experiment.ts';
import { isLoose } from '../merge-layers.ts';

/** One option that two experiments have different values for. */
export interface Difference {
  /** Such as `generator.width`. */
  readonly path: string;
  /** Values as JSON; undefined for what one of them lacks. */
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Where two experiments, or parts of them, differ, in the order of the first. */
export function differencesOf(before: Loose, after: Loose): readonly Difference[] {
  const [old, now] = [flat(before), flat(after)];
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((path) => old.get(path) !== now.get(path))
    .map((path) => ({ path, before: old.get(path), after: now.get(path) }));
}

function flat(value: unknown, path = ''): Map<string, string> {
  if (!isLoose(value)) return new Map(value === undefined ? [] : [[path, JSON.stringify(value)]]);
  return new Map(
    Object.entries(value).flatMap(([key, child]) => [...flat(child, path === '' ? key : `${path}.${key}`)]),
  );
}
