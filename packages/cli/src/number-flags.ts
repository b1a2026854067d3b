import { UsageError } from '@attgan/core';
import type { Flags } from './flags.ts';

/**
 * The whole number that a flag gives; undefined where the flag is absent.
 * @throws UsageError for anything else, and below `atLeast`
 */
export function wholeNumber(flags: Flags, name: string, atLeast = 1): number | undefined {
  const text = flags.text(name);
  if (text === undefined) return undefined;
  const value = text.trim() === '' ? NaN : Number(text);
  if (Number.isSafeInteger(value) && value >= atLeast) return value;
  throw new UsageError(`--${name} "${text}" is no whole number of at least ${atLeast}.`);
}

/**
 * The number above 0 that a flag gives; undefined where the flag is absent.
 * @throws UsageError for anything else
 */
export function positiveNumber(flags: Flags, name: string): number | undefined {
  const text = flags.text(name);
  return text === undefined ? undefined : positive(name, text);
}

/** `text`, or a part of it, as the number above 0 that --`name` takes. @throws UsageError where it is none */
export function positive(name: string, text: string): number {
  const value = Number(text);
  if (value > 0 && Number.isFinite(value)) return value;
  throw new UsageError(`--${name} "${text}" is no positive number.`);
}
