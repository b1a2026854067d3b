import { UsageError } from '@attgan/core';
import type { Flags } from './flags.ts';

/**
 * The integer that a flag gives; undefined where the flag is absent.
 * @throws UsageError for anything else, below `atLeast` and above `atMost`
 */
export function integerFlag(flags: Flags, name: string, atLeast = 1, atMost = Infinity): number | undefined {
  const text = flags.text(name);
  if (text === undefined) return undefined;
  const value = text.trim() === '' ? NaN : Number(text);
  if (Number.isSafeInteger(value) && value >= atLeast && value <= atMost) return value;
  const range = atMost === Infinity ? `≥ ${atLeast}` : `from ${atLeast} to ${atMost}`;
  throw new UsageError(`--${name} "${text}" must be an integer ${range}.`);
}

/**
 * The number above 0 that a flag gives; undefined where the flag is absent.
 * @throws UsageError for anything else
 */
export function positiveFlag(flags: Flags, name: string): number | undefined {
  const text = flags.text(name);
  return text === undefined ? undefined : positive(name, text);
}

/**
 * The numbers above 0, separated by commas, that a flag gives; undefined where the flag is absent.
 * @throws UsageError for anything else
 */
export function positivesFlag(flags: Flags, name: string): readonly number[] | undefined {
  return flags
    .text(name)
    ?.split(',')
    .map((text) => positive(name, text));
}

/**
 * The share, above 0 and below 1, that a flag gives; undefined where the flag is absent.
 * @throws UsageError for anything else
 */
export function shareFlag(flags: Flags, name: string): number | undefined {
  const text = flags.text(name);
  return text === undefined ? undefined : share(name, text);
}

/** `text`, or a part of it, as the share that --`name` takes. @throws UsageError where it is none */
export function share(name: string, text: string): number {
  const value = positive(name, text);
  if (value < 1) return value;
  throw new UsageError(`--${name} "${text}" must be a number between 0 and 1, such as 0.85.`);
}

/** `text`, or a part of it, as the number above 0 that --`name` takes. @throws UsageError where it is none */
export function positive(name: string, text: string): number {
  const value = Number(text);
  if (value > 0 && Number.isFinite(value)) return value;
  throw new UsageError(`--${name} "${text}" must be a number > 0.`);
}

/** The flag's value, which must be one of `known`; undefined where the flag is absent. */
export function choiceFlag<T extends string>(flags: Flags, name: string, known: readonly T[]): T | undefined {
  const text = flags.text(name);
  const found = known.find((each) => each === text);
  if (text === undefined || found !== undefined) return found;
  throw new UsageError(`--${name} "${text}": choose one of ${known.join(', ')}.`);
}
