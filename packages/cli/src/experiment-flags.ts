import { assignment, messageOf, nested, parseValue, PARTS, UsageError } from '@attgan/core';
import type { Flags, FlagSpec, FlagSpecs } from './flags.ts';

type Loose = Readonly<Record<string, unknown>>;

/** Short for `--train.X`. */
const SHORT = ['iterations', 'batch', 'seed', 'minutes'] as const;

/** Flags that describe an experiment. */
export const EXPERIMENT_FLAGS: FlagSpecs = {
  ...Object.fromEntries(
    PARTS.map((part) => [part, { type: 'text', summary: `name of the ${part}` } as const] as const),
  ),
  iterations: { type: 'text', summary: 'rounds of all phases' },
  batch: { type: 'text', summary: 'images an update' },
  seed: { type: 'text', summary: 'of everything random' },
  minutes: { type: 'text', summary: 'stop, saved and resumable, after this long' },
  without: { type: 'text', repeatable: true, summary: 'term that nobody minimises, e.g. classification' },
  config: { type: 'text', summary: 'configuration file: .json, .js or .ts' },
  set: { type: 'text', repeatable: true, summary: 'path=value, e.g. weights.reconstruction=50' },
  plugin: { type: 'text', repeatable: true, summary: 'package or path that provides more' },
};

/** Those of commands that take the data and the backend of an experiment, but train nothing. */
export const DATA_FLAGS: FlagSpecs = Object.fromEntries(
  (['data', 'backend', 'seed', 'plugin'] as const).map((name) => [name, EXPERIMENT_FLAGS[name] as FlagSpec]),
);

/** The layers that flags mean, in order: configuration file, names and options, `--set`. */
export async function experimentLayers(flags: Flags, root: string): Promise<Loose[]> {
  const config = flags.text('config');
  const names = PARTS.flatMap((part) => (flags.has(part) ? [{ [part]: { name: flags.text(part) } }] : []));
  const short = SHORT.flatMap((key) =>
    flags.has(key) ? [nested(['train', key], parseValue(flags.text(key) as string))] : [],
  );
  const dotted = flags.dotted.map(([path, value]) => nested(path.split('.'), parseValue(value)));
  const plugins = flags.all('plugin');
  const without = flags.all('without');
  return [
    ...(config === undefined ? [] : [await readConfig(config, root)]),
    ...(plugins.length === 0 ? [] : [{ plugins }]),
    ...names,
    ...short,
    ...(without.length === 0 ? [] : [{ without }]),
    ...dotted,
    ...flags.all('set').map(assignment),
  ];
}

/** Reads that file and nothing else: no remote layers, no dotfiles. */
export async function readConfig(path: string, root: string): Promise<Loose> {
  const { loadConfig } = await import('c12');
  const { config, configFile } = await loadConfig({
    cwd: root,
    configFile: path,
    rcFile: false,
    globalRc: false,
    envName: false,
    dotenv: false,
    giget: false,
    extend: false,
  }).catch((error: unknown) => {
    throw new UsageError(`${path} cannot be read: ${messageOf(error)}`);
  });
  if (configFile === undefined || Object.keys(config).length === 0) {
    throw new UsageError(`${path}: there is no such file, or it is empty.`);
  }
  return config as Loose;
}
