import { cp, mkdir, readdir, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { AttganError } from '@attgan/core';
import { writeFileAtomically } from './atomic.ts';
import { fileError, hasCode } from './file-error.ts';
import { makeFolder } from './make-folder.ts';
import { modelFileSchema, type ModelCard } from './model-card.ts';
import { currentFolder, publishFolder } from './publish-folder.ts';
import { CARD_FILE, WEIGHTS_FILE } from './parse-model.ts';
import { sha256OfFile } from './sha256.ts';
import { removeLeftovers, temporaryBeside } from './temporary.ts';
import { writeSafetensors, type TensorToWrite } from './write-safetensors.ts';

/**
 * Writes a model folder that is there whole or not at all. A model that is there already is replaced; other files that
 * someone put beside it are kept. A folder that is not empty and no model is refused.
 * @param options another: the model has nothing to do with the one that is there, whose experiment.json goes
 */
export async function writeModel(
  folder: string,
  card: ModelCard,
  tensors: Iterable<readonly [name: string, tensor: TensorToWrite]>,
  { another = false, ...options }: { readonly dtype?: 'F32' | 'F16'; readonly another?: boolean } = {},
): Promise<void> {
  const final = resolve(folder);
  const old = await currentFolder(final);
  const others = (await othersIn(old, final)).filter((name) => !another || name !== 'experiment.json');
  const temporary = temporaryBeside(final);
  try {
    await makeFolder(dirname(final));
    await mkdir(temporary);
    for (const name of others) await cp(join(old, name), join(temporary, name), { recursive: true });
    const weights = join(temporary, WEIGHTS_FILE);
    await writeSafetensors(weights, tensors, { ...options, metadata: { format: 'attgan' } });
    const file = checked({ ...card, weights: { sha256: await sha256OfFile(weights) } });
    await writeFileAtomically(join(temporary, CARD_FILE), `${JSON.stringify(file, null, 2)}\n`);
    await publishFolder(temporary, final);
    await removeLeftovers(dirname(final));
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    throw error instanceof Error && 'syscall' in error ? fileError('write', final, error) : error;
  }
}

/** What a reader would see: a card that could not be read must not be written. */
function checked(card: unknown): unknown {
  return modelFileSchema.parse(JSON.parse(JSON.stringify(card)));
}

async function othersIn(old: string, final: string): Promise<readonly string[]> {
  let names: readonly string[];
  try {
    names = await readdir(old);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [];
    throw fileError('write', final, error);
  }
  if (names.length > 0 && !names.includes(CARD_FILE)) {
    throw new AttganError(
      `Cannot write a model to ${final}: the folder is not empty and is not a model folder ` +
        `(it has ${names.slice(0, 3).join(', ')}). Name another folder.`,
    );
  }
  return names.filter((name) => name !== CARD_FILE && name !== WEIGHTS_FILE);
}
