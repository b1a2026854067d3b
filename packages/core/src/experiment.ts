import { z } from 'zod';
import type { DefinitionBase } from './definition.ts';
import { UsageError } from './errors.ts';
import { keysOf, parseOptions } from './parse-options.ts';
import type { Registry } from './registry.ts';

type Loose = Readonly<Record<string, unknown>>;

const choice = z.union([z.string().transform((name) => ({ name })), z.looseObject({ name: z.string() })]);

/** The parts of an experiment that a definition fills, each `{ name, ...options }`. */
export const PARTS = [
  'method',
  'data',
  'generator',
  'critic',
  'adversarial',
  'reconstruction',
  'constraint',
  'backend',
] as const;
export type Part = (typeof PARTS)[number];

const experimentSchema = z.strictObject({
  method: choice,
  data: choice,
  generator: choice,
  critic: choice,
  adversarial: choice,
  reconstruction: choice,
  constraint: choice,
  backend: choice,
  plugins: z.array(z.string()).default([]),
  weights: z.record(z.string(), z.number()).default({}),
  without: z.array(z.string()).default([]),
  train: z.record(z.string(), z.unknown()).default({}),
});

/** What an experiment chose: a definition's name and its options, defaults filled in. */
export interface Chosen {
  readonly name: string;
  readonly [option: string]: unknown;
}

/** The validated configuration that names every definition and its options. Plain JSON. */
export interface Experiment extends Readonly<Record<Part, Chosen>> {
  readonly plugins: readonly string[];
  /** Weights of terms, by the term's name. */
  readonly weights: Readonly<Record<string, number>>;
  /** Terms that nobody minimises, by name. */
  readonly without: readonly string[];
  readonly train: Loose;
}

export const DEFAULTS: Loose = {
  method: { name: 'attgan' },
  data: { name: 'avatars' },
  generator: { name: 'attgan' },
  critic: { name: 'attgan' },
  adversarial: { name: 'wgan-gp' },
  reconstruction: { name: 'l1' },
  constraint: { name: 'none' },
  backend: { name: 'auto' },
};

type AnyDefinition = Pick<DefinitionBase<string, z.ZodType>, 'options'> & {
  /** A method's own parts: a layer between `DEFAULTS` and what the user says. */
  readonly defaults?: Loose;
};
export type PartRegistries = Readonly<Record<Part, Pick<Registry<AnyDefinition>, 'get'>>>;

/** Later layers win; objects are merged, and another name starts its options anew. */
export function mergeLayers(layers: readonly Loose[]): Loose {
  const merge = (base: unknown, over: unknown): unknown => {
    if (typeof over === 'string' && isLoose(base) && 'name' in base) return merge(base, { name: over });
    if (!isLoose(base) || !isLoose(over)) return over;
    const renamed = 'name' in over && 'name' in base && over['name'] !== base['name'];
    const merged: Record<string, unknown> = renamed ? {} : { ...base };
    for (const [key, value] of Object.entries(over)) merged[key] = merge(merged[key], value);
    return merged;
  };
  return layers.reduce<Loose>((base, over) => merge(base, over) as Loose, {});
}

function isLoose(value: unknown): value is Loose {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The experiment that the layers (defaults, the method's own, config file, flags, `--set`) mean together. Each part's
 * options pass its definition's schema; the critic's preset and size are the generator's unless given.
 * @throws UsageError that names what is unknown or wrong, and where
 */
export function resolveExperiment(layers: readonly Loose[], registries: PartRegistries, train: z.ZodType): Experiment {
  const { method } = parseOptions(experimentSchema, mergeLayers([DEFAULTS, ...layers]), '');
  const { defaults = {} } = registries.method.get(method.name);
  const merged = parseOptions(experimentSchema, mergeLayers([DEFAULTS, defaults, ...layers]), '');
  const parts: Record<string, Chosen> = {};
  for (const part of PARTS) {
    const { name, ...given } = merged[part] as Chosen;
    const schema = name === 'auto' && part === 'backend' ? AUTO : registries[part].get(name).options;
    const options = part === 'critic' ? { ...shared(schema, parts['generator'] as Chosen), ...given } : given;
    parts[part] = { name, ...(parseOptions(schema, options, part) as Loose) };
  }
  const { plugins, weights, without } = merged;
  const trained = parseOptions(train, merged.train, 'train') as Loose;
  return { ...(parts as Record<Part, Chosen>), plugins, weights, without, train: trained };
}

/** `auto` opens whichever backend is best, so it can take no options of any. */
const AUTO = z.strictObject({ threads: z.int().positive().optional() });

function shared(schema: z.ZodType, generator: Chosen): Loose {
  const known = keysOf(schema);
  const names = ['preset', 'size'].filter((key) => known.includes(key) && generator[key] !== undefined);
  return Object.fromEntries(names.map((key) => [key, generator[key]]));
}

/** A part's options without its name. */
export function optionsOf({ name: _, ...options }: Chosen): Loose {
  return options;
}

/** `a.b=c` as nested objects; values are JSON where they can be, otherwise text. */
export function assignment(text: string): Loose {
  const at = text.indexOf('=');
  if (at < 1) throw new UsageError(`--set ${text}: write path=value, for example weights.reconstruction=50.`);
  return nested(text.slice(0, at).split('.'), parseValue(text.slice(at + 1)));
}

/** A value as the command line gives it: a number, true, false, JSON, or text. */
export function parseValue(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** `value` at the end of `path`. */
export function nested(path: readonly string[], value: unknown): Loose {
  const [head, ...rest] = path as [string, ...string[]];
  return { [head]: rest.length === 0 ? value : nested(rest, value) };
}
