import { openModelOn, type OpenModel, type Registries } from '@attgan/experiment';
import type { Output } from '../output.ts';
import { openableBackend } from './backend-choice.ts';
import type { Flags, FlagSpecs } from './flags.ts';
import { positiveFlag } from './number-flags.ts';

/** Edits photographs, and ships with attgan. */
const USUAL = 'faces-128';

/** Flags of commands that edit. */
export const MODEL_FLAGS: FlagSpecs = {
  model: { type: 'text', summary: `model folder, or the name of an installed model (${USUAL})` },
  strength: { type: 'text', summary: 'factor on edited codes (the model’s own)' },
};

/** The model that --model names. */
export function modelNameOf(flags: Flags): string {
  return flags.text('model') ?? USUAL;
}

/** Opens the model of --model on --backend. */
export async function openModelOf(flags: Flags, output: Output, registries: Registries): Promise<OpenModel> {
  return openModelOn(modelNameOf(flags), openableBackend(flags, registries), registries, output.report);
}

/** --strength as a number. */
export function strengthOf(flags: Flags): { strength?: number } {
  const strength = positiveFlag(flags, 'strength');
  return strength === undefined ? {} : { strength };
}

/** --strength of edits of photos, where 0 leaves them as they are. */
export function photoStrengthOf(flags: Flags): { strength?: number } {
  return Number(flags.text('strength') ?? NaN) === 0 ? { strength: 0 } : strengthOf(flags);
}
