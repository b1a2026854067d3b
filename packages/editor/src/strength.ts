import { UsageError } from '@attgan/core';

/** Published edits use codes twice as large as in training; the default for models whose card names no strength. */
export const DEFAULT_STRENGTH = 2;

/** @throws UsageError when a strength is given and is not a number above 0 */
export function checkStrength(strength: number | undefined): void {
  if (strength === undefined || (Number.isFinite(strength) && strength > 0)) return;
  throw new UsageError(`The strength is ${strength}; it must be a number above 0, such as ${DEFAULT_STRENGTH}.`);
}
