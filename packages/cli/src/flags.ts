import { PARTS, suggestion, UsageError } from '@attgan/core';

export interface FlagSpec {
  readonly type: 'text' | 'switch';
  readonly summary: string;
  /** May be given more than once. */
  readonly repeatable?: boolean;
}
export type FlagSpecs = Readonly<Record<string, FlagSpec>>;

/** Flags every command takes. */
export const COMMON_FLAGS: FlagSpecs = {
  json: { type: 'switch', summary: 'results as JSON on stdout' },
  verbose: { type: 'switch', summary: 'stack traces of errors' },
  help: { type: 'switch', summary: 'this text' },
};

/** Parsed flags: every value given, in order. */
export interface Flags {
  text(name: string): string | undefined;
  all(name: string): readonly string[];
  has(name: string): boolean;
  /** Flags with dots and the values they were given, e.g. `['data.root', 'celeba']`. */
  readonly dotted: readonly (readonly [path: string, value: string])[];
}

const DOTTED = new Set<string>([...PARTS, 'train', 'weights']);

/** @throws UsageError for a flag that is unknown, lacks its value, or is given twice without being repeatable */
export function parseFlags(
  argv: readonly string[],
  specs: FlagSpecs,
  dotted: boolean,
): { flags: Flags; words: readonly string[] } {
  const known = { ...COMMON_FLAGS, ...specs };
  const values = new Map<string, string[]>();
  const paths: [string, string][] = [];
  const rest = [...argv];
  const words: string[] = [];
  while (rest.length > 0) {
    const word = rest.shift() as string;
    if (word === '--') {
      words.push(...rest.splice(0));
    } else if (word.startsWith('--')) {
      const [name, inline] = split(word.slice(2));
      const isPath = dotted && DOTTED.has(name.split('.')[0] as string) && name.includes('.');
      const spec = isPath ? ({ type: 'text', summary: '' } as const) : known[name];
      if (spec === undefined) throw new UsageError(`Unknown flag --${name}. ${suggestion(name, Object.keys(known))}`);
      const value = valueOf(name, spec, inline, rest);
      if (isPath) paths.push([name, value]);
      else if (values.has(name) && spec.repeatable !== true) throw new UsageError(`--${name} is given twice.`);
      else values.set(name, [...(values.get(name) ?? []), value]);
    } else if (word.startsWith('-') && word.length > 1 && !/^-\d/.test(word)) {
      throw new UsageError(`Unknown flag ${word}. Flags have two dashes and a whole word, such as --help.`);
    } else {
      words.push(word);
    }
  }
  const all = (name: string): readonly string[] => values.get(name) ?? [];
  return { flags: { text: (name) => all(name)[0], all, has: (name) => values.has(name), dotted: paths }, words };
}

function split(flag: string): [name: string, inline: string | undefined] {
  const at = flag.indexOf('=');
  return at < 0 ? [flag, undefined] : [flag.slice(0, at), flag.slice(at + 1)];
}

function valueOf(name: string, { type }: FlagSpec, inline: string | undefined, rest: string[]): string {
  if (type === 'switch') {
    if (inline !== undefined) throw new UsageError(`--${name} takes no value.`);
    return 'true';
  }
  if (inline !== undefined) return inline;
  const value = rest.shift();
  if (value === undefined) throw new UsageError(`--${name} needs a value.`);
  // `--run --resume` forgot the folder far more often than it means one of that name.
  if (value.startsWith('--')) throw new UsageError(`--${name} needs a value; write --${name}=${value} if that is it.`);
  return value;
}
