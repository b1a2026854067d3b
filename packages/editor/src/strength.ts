import { UsageError } from '@attgan/core';

/** Published edits use codes twice as far out as training's: for models that do not say what suits them. */
export const DEFAULT_STRENGTH = 2;

/** @throws UsageError when there is a strength and it is no number above 0 */
export function checkStrength(strength: number | undefined): void {
  if (strength === undefined || (Number.isFinite(strength) && strength > 0)) return;
  throw new UsageError(`The strength is ${strength}; it must be a number above 0, such as ${DEFAULT_STRENGTH}.`);
}
