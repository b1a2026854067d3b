import { UsageError } from '@attgan/core';
import type { Loose } from './experiment.ts';

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
