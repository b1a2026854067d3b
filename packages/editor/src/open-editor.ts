import { AttganError, type GeneratorRunner } from '@attgan/core';
import { isModelFile, readModel, readModelFile, type StoredModel } from '@attgan/formats';
import type { Editor, NetworkDefinitions } from './editor.ts';
import { openStoredEditor, type RunGenerator } from './open-stored-editor.ts';

/**
 * Opens a model folder, or a model file of a format that `runner` reads, on tfjs's current backend. The weights are checked against the
 * networks that `model.json` names.
 * @param runner runs the generator instead of tfjs's backend, which then reads the labels
 * @throws AttganError in one line when the folder is no complete, undamaged model.
 */
export async function openEditor(
  folder: string,
  definitions: NetworkDefinitions,
  runner?: GeneratorRunner,
): Promise<Editor> {
  const model = isModelFile(folder) ? await readModelFile(folder) : await readModel(folder);
  return openStoredEditor(folder, model, definitions, runnerOf(folder, model, runner));
}

function runnerOf(
  folder: string,
  { card, tensors, sha256 }: StoredModel,
  runner: GeneratorRunner | undefined,
): RunGenerator | undefined {
  if (isModelFile(folder)) {
    return async () => {
      if (runner !== undefined) return runner.openFile(folder);
      throw new AttganError(`${folder} is run by onnxruntime: add --backend onnx (backend: 'onnx' in a program).`);
    };
  }
  if (runner === undefined) return undefined;
  const { critic: _, ...stored } = card;
  return (describe) => runner.open({ ...stored, tensors, sha256, describe });
}
