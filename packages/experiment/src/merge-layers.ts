import type { Loose } from './experiment.ts';

/** Later layers win; objects are merged, and a different name resets the options. Lists replace each other. */
export function mergeLayers(layers: readonly Loose[]): Loose {
  return layers.reduce<Loose>((base, over) => merge(base, over) as Loose, {});
}

function merge(base: unknown, over: unknown): unknown {
  // A part may be its name alone.
  if (typeof over === 'string' && isLoose(base) && 'name' in base) return merge(base, { name: over });
  if (!isLoose(base) || !isLoose(over)) return over;
  const renamed = 'name' in over && 'name' in base && over['name'] !== base['name'];
  const merged = new Map(renamed ? [] : Object.entries(base));
  for (const [key, value] of Object.entries(over)) merged.set(key, merge(merged.get(key), value));
  return Object.fromEntries(merged);
}

export function isLoose(value: unknown): value is Loose {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
