import { chooseBackend, UsageError, type Backend } from '@attgan/core';
import { openEditor, type Editor } from '@attgan/editor';
import { openEditingRegistries } from './editing-registries.ts';
import type { Flags, FlagSpecs } from './flags.ts';
import { positiveNumber } from './number-flags.ts';
import type { Output } from './output.ts';

/** Flags of commands that edit. */
export const MODEL_FLAGS: FlagSpecs = {
  model: { type: 'text', summary: 'model folder' },
  backend: { type: 'text', summary: 'name of the backend; the best that runs unless given' },
  strength: { type: 'text', summary: 'factor on edited codes; the model’s own unless given' },
  out: { type: 'text', summary: 'where results go' },
  plugin: { type: 'text', repeatable: true, summary: 'package or path that provides more' },
};

/** Opens the model of --model on --backend. */
export async function openModel(
  flags: Flags,
  output: Output,
  root: string,
): Promise<{ editor: Editor; backend: Backend }> {
  const model = flags.text('model');
  if (model === undefined)
    throw new UsageError('--model is missing: the folder of a trained model, such as runs/NAME/model.');
  const registries = await openEditingRegistries(flags.all('plugin'), root);
  const { definition, reason } = await chooseBackend(flags.text('backend') ?? 'auto', registries.backend);
  const backend = await definition.open({});
  output.report(`Backend ${backend.name} (${reason}): ${backend.description}.`);
  const { generator, critic } = registries;
  return { editor: await openEditor(model, { generator: generator.get, critic: critic.get }), backend };
}

/** --strength as a number. */
export function strengthOf(flags: Flags): { strength?: number } {
  const strength = positiveNumber(flags, 'strength');
  return strength === undefined ? {} : { strength };
}
