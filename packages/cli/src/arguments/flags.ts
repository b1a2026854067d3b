import { parseArgs, type ParseArgsConfig } from 'node:util';
import { messageOf, suggestion, UsageError } from '@attgan/core';

export interface FlagSpec {
  readonly type: 'text' | 'switch';
  /** What it does, and what holds unless it is given. */
  readonly summary: string;
  /** A letter that stands for it after one dash. */
  readonly short?: string;
  /** May be given more than once. */
  readonly repeatable?: boolean;
}
export type FlagSpecs = Readonly<Record<string, FlagSpec>>;

/** Flags every command takes. */
export const COMMON_FLAGS: FlagSpecs = {
  json: { type: 'switch', summary: 'print results as JSON on stdout' },
  verbose: { type: 'switch', summary: 'add stack traces to errors' },
  help: { type: 'switch', summary: 'print this text' },
};

/** Parsed flags: every value given, in order. */
export interface Flags {
  text(name: string): string | undefined;
  all(name: string): readonly string[];
  has(name: string): boolean;
  /** Flags with dots and the values they were given, e.g. `['data.root', 'celeba']`. */
  readonly dotted: readonly (readonly [path: string, value: string])[];
}

/**
 * @param prefixes what may stand before the dot of a flag with dots, such as `data` of `--data.root`
 * @throws UsageError for a flag that is unknown, lacks its value, or is given twice without being repeatable
 */
export function parseFlags(
  argv: readonly string[],
  specs: FlagSpecs,
  prefixes: readonly string[] = [],
): { flags: Flags; words: readonly string[] } {
  const known = { ...COMMON_FLAGS, ...specs };
  const options: NonNullable<ParseArgsConfig['options']> = Object.fromEntries(
    Object.entries(known).map(([name, { type, short }]) => [
      name,
      { type: type === 'switch' ? 'boolean' : 'string', multiple: true, ...(short !== undefined && { short }) },
    ]),
  );
  const letters = new Set(Object.values(known).flatMap(({ short }) => short ?? []));
  const dotted = namesIn(argv).filter((name) => name.includes('.') && prefixes.includes(name.split('.')[0] as string));
  for (const name of dotted) options[name] = { type: 'string', multiple: true };
  const unknown = namesIn(argv).find((name) => !Object.hasOwn(options, name) && !letters.has(name));
  if (unknown !== undefined) {
    throw new UsageError(
      `Unknown flag ${unknown.length === 1 ? '-' : '--'}${unknown}. ${suggestion(unknown, Object.keys(known))}`,
    );
  }
  const { tokens, positionals } = parse(argv, options);
  const given = tokens.flatMap((token) =>
    token.kind === 'option' ? [[token.name, token.value ?? 'true'] as const] : [],
  );
  const all = (name: string): readonly string[] => given.flatMap(([other, value]) => (other === name ? [value] : []));
  const twice = Object.entries(known).find(([name, { repeatable }]) => repeatable !== true && all(name).length > 1);
  if (twice !== undefined) throw new UsageError(`--${twice[0]} is given twice.`);
  return {
    flags: {
      text: (name) => all(name)[0],
      all,
      has: (name) => all(name).length > 0,
      dotted: given.filter(([name]) => dotted.includes(name)),
    },
    words: positionals,
  };
}

/** Names of all flags given, whether known or not. */
function namesIn(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf('--');
  return (end < 0 ? argv : argv.slice(0, end)).flatMap((word) => {
    const name = /^--?([^=]+)/.exec(word)?.[1];
    return name === undefined || /^-\d/.test(word) ? [] : [name];
  });
}

function parse(argv: readonly string[], options: NonNullable<ParseArgsConfig['options']>) {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true, tokens: true });
  } catch (error) {
    // Node's own words run over three lines; they quote the flag first.
    const [, flag] = /'(--?[^\s'=]+)/.exec(messageOf(error)) ?? [];
    if (flag === undefined) throw error;
    if (messageOf(error).includes('does not take')) throw new UsageError(`${flag} takes no value.`);
    throw new UsageError(`${flag} needs a value; if it begins with a dash, write ${flag}=VALUE.`);
  }
}

/** The values of a flag, before it is known which flags there are. */
export function scanFlag(argv: readonly string[], name: string): readonly string[] {
  return argv.flatMap((word, index) => {
    if (word === `--${name}`) return argv.slice(index + 1, index + 2);
    return word.startsWith(`--${name}=`) ? [word.slice(name.length + 3)] : [];
  });
}
