import { chosenFor, type Chosen, type Loose } from './experiment.ts';
import type { Registries } from './registries.ts';

/** What is left of a layer, and the options that were left out, such as `data.cache`. */
export interface Harmless {
  readonly layer: Loose;
  readonly left: readonly string[];
}

/**
 * A layer that a stranger may have written (of a model's card, a run, a study) without the options that name what is written to.
 * Flags and the project's own configuration are the places for these.
 */
export function withoutWrites(layer: Loose, { kinds, of }: Registries): Harmless {
  const left: string[] = [];
  const parts = kinds.flatMap(({ kind }): [string, unknown][] => {
    if (!(kind in layer)) return [];
    const all = of(kind).all();
    const kept = chosenFor(layer, kind).map((chosen) => {
      if (typeof chosen !== 'object' || chosen === null) return chosen;
      // A part without a name takes its name from another layer.
      const named = all.filter(({ name }) => !('name' in chosen) || name === chosen.name);
      const writes = new Map(named.flatMap((each) => Object.entries(each.writes ?? {})));
      const names = Object.keys(chosen).filter((key) => writes.get(key)?.includes(chosen[key]) === false);
      left.push(...names.map((key) => `${kind}.${key}`));
      return Object.fromEntries(Object.entries(chosen).filter(([key]) => !names.includes(key))) as Chosen;
    });
    return [[kind, Array.isArray(layer[kind]) ? kept : kept[0]]];
  });
  return { layer: { ...layer, ...Object.fromEntries(parts) }, left };
}

/** The line that says what was left out of `file`; undefined for nothing. */
export function leftOut(left: readonly string[], file: string): string | undefined {
  if (left.length === 0) return undefined;
  const names = [...new Set(left)];
  return (
    `${file}: ${names.join(', ')} not used, because only flags name folders to write to ` +
    `(${names.map((name) => `--${name} DIR`).join(', ')}).`
  );
}
