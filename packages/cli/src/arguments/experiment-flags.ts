import { UsageError, type KindDefinition } from '@attgan/core';
import { assignment, mergeLayers, nested, parseValue, type Loose, type Registries } from '@attgan/experiment';
import type { Flags, FlagSpecs } from './flags.ts';
import { readConfig } from './read-config.ts';

/**
 * Which parts of an experiment a command takes as flags: `--backend NAME`, `--backend.threads 2`. `all` are those of a whole training,
 * with what else a training takes; `kinds` are the options of every kind, whether an experiment names it or not.
 */
export type TakenParts = 'all' | 'kinds' | readonly string[];

/** Short for `--train.X`. */
export const SHORT = ['iterations', 'batch', 'seed', 'minutes', 'from'] as const;

/** Flags of commands that train whole experiments, besides those of the parts. */
const TRAINING_FLAGS: FlagSpecs = {
  iterations: { type: 'text', summary: 'iterations to train; each runs all phases once' },
  batch: { type: 'text', summary: 'images in each update (32)' },
  seed: { type: 'text', summary: 'seed of everything random (0)' },
  minutes: { type: 'text', summary: 'stop after so many minutes, with a checkpoint to resume from' },
  from: { type: 'text', summary: 'model folder, or name of an installed model, whose weights training starts from' },
  without: { type: 'text', repeatable: true, summary: 'leave out a term of the loss, such as classification' },
  config: { type: 'text', summary: 'configuration file: .json, .js or .ts' },
  set: { type: 'text', repeatable: true, summary: 'path=value, such as weights.reconstruction=50' },
};

export const PLUGIN_FLAG: FlagSpecs = {
  plugin: { type: 'text', repeatable: true, summary: 'package or path of a plugin; may be given several times' },
};

/** The kinds among `kinds` whose parts the command takes. */
export function takenKinds(parts: TakenParts, kinds: readonly KindDefinition[]): readonly KindDefinition[] {
  const taken = (kind: string): boolean => typeof parts === 'string' || parts.includes(kind);
  return kinds.filter(({ kind, part }) => part !== 'none' && taken(kind));
}

/** The flags that the parts mean, with what can be chosen. */
export function partFlags(parts: TakenParts, { kinds, of }: Registries): FlagSpecs {
  const named = takenKinds(parts, kinds).map((kind) => {
    const usual = kind.part === 'one' ? ` (${kind.default})` : '';
    const names = [...(kind.kind === 'backend' ? ['auto'] : []), ...of(kind.kind).names].join(', ');
    return [
      kind.kind,
      { type: 'text', repeatable: kind.part === 'list', summary: `${names}${usual}: ${kind.summary}` },
    ] as const;
  });
  return { ...Object.fromEntries(named), ...(parts === 'all' && TRAINING_FLAGS), ...PLUGIN_FLAG };
}

/** What may stand before the dot of flags with dots. */
export function partPrefixes(parts: TakenParts, { kinds }: Registries): readonly string[] {
  const taken = parts === 'kinds' ? kinds : takenKinds(parts, kinds);
  return [...taken.map(({ kind }) => kind), ...(parts === 'all' ? ['train', 'weights'] : [])];
}

/** The layers that flags mean, in order: configuration file, names and options, `--set`. */
export async function experimentLayers(flags: Flags, kinds: readonly KindDefinition[], root: string): Promise<Loose[]> {
  const config = flags.text('config');
  const listed = kinds.filter(({ part }) => part === 'list');
  const names = kinds.flatMap(({ kind, part }) =>
    flags.has(kind) && part !== 'list' ? [{ [kind]: { name: flags.text(kind) } }] : [],
  );
  const short = SHORT.flatMap((key) =>
    flags.has(key) ? [nested(['train', key], parseValue(flags.text(key) as string))] : [],
  );
  const dotted = flags.dotted.flatMap(([path, value]) => {
    const keys = path.split('.');
    return listed.some(({ kind }) => kind === keys[0]) ? [] : [nested(keys, parseValue(value))];
  });
  const plugins = flags.all('plugin');
  const without = flags.all('without');
  return [
    ...(config === undefined ? [] : [await readConfig(config, root)]),
    ...(plugins.length === 0 ? [] : [{ plugins }]),
    ...names,
    ...listed.flatMap(({ kind }) => listLayer(kind, flags)),
    ...short,
    ...(without.length === 0 ? [] : [{ without }]),
    ...dotted,
    ...flags.all('set').map(assignment),
  ];
}

/** The layers that names and options of some parts alone mean, for commands that train nothing. */
export function sourceLayers(flags: Flags, parts: TakenParts, { kinds }: Registries): Loose[] {
  return takenKinds(parts, kinds).flatMap(({ kind }) => [
    ...(flags.has(kind) ? [{ [kind]: { name: flags.text(kind) } }] : []),
    ...flags.dotted
      .filter(([path]) => path.startsWith(`${kind}.`))
      .map(([path, value]) => nested(path.split('.'), parseValue(value))),
  ]);
}

/** A part that is a list, `--augmentation shift --augmentation.shift.pixels 4`, in the order of the names. */
function listLayer(kind: string, flags: Flags): Loose[] {
  const named = [...flags.all(kind)];
  const options = flags.dotted.flatMap(([path, value]) => {
    const [part, name, ...keys] = path.split('.') as [string, string, ...string[]];
    if (part !== kind) return [];
    if (keys.length === 0)
      throw new UsageError(`--${path}: write --${kind}.NAME.OPTION, because several can be given.`);
    if (!named.includes(name)) named.push(name);
    return [{ name, value: nested(keys, parseValue(value)) }];
  });
  if (named.length === 0) return [];
  return [
    {
      [kind]: named.map((name) =>
        mergeLayers([{ name }, ...options.filter((option) => option.name === name).map(({ value }) => value)]),
      ),
    },
  ];
}
