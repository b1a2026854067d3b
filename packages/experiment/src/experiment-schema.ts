import type { KindDefinition } from '@attgan/core';
import { z } from 'zod';
import type { Loose } from './experiment.ts';

const named = z.union([z.string().transform((name) => ({ name })), z.looseObject({ name: z.string() })], {
  error: 'must be a name, or an object with a name',
});
const listed = z.preprocess((value) => (value === undefined || Array.isArray(value) ? value : [value]), z.array(named));

/** The outline of an experiment: which parts there are. What options each takes its definition's schema says. */
export function experimentSchema(kinds: readonly KindDefinition[]) {
  const parts = kinds.flatMap(({ kind, part }): [string, z.ZodType][] => {
    if (part === 'none') return [];
    return [[kind, part === 'one' ? named.optional() : listed.optional()]];
  });
  return z.strictObject({
    ...Object.fromEntries(parts),
    plugins: z.array(z.string({ error: 'must be a package name or a path' })).default([]),
    weights: z.record(z.string(), z.number()).default({}),
    without: z.array(z.string()).default([]),
    train: z.record(z.string(), z.unknown()).default({}),
  });
}

/** The layer below all others: each kind's default. */
export function defaultsOf(kinds: readonly KindDefinition[]): Loose {
  return Object.fromEntries(
    kinds.flatMap((kind): [string, unknown][] => {
      if (kind.part === 'none') return [];
      return [[kind.kind, kind.part === 'one' ? { name: kind.default } : []]];
    }),
  );
}
