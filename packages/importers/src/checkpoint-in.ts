import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { AttganError } from '@attgan/core';

/** Bytes of the file that names checkpoints; the last of a long training name a few. */
const LARGEST = 100_000;

/**
 * The `.index` of the newest checkpoint in a folder: the one that the file `checkpoint` names, or the only one; undefined where there
 * is none.
 * @throws AttganError where there are several, and none is named
 */
export async function checkpointIn(folder: string): Promise<string | undefined> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.index'));
  if (names.length === 0) return undefined;
  const named = await newest(join(folder, 'checkpoint'));
  const found = names.length === 1 ? names[0] : names.find((name) => name === `${named}.index`);
  if (found !== undefined) return join(folder, found);
  throw new AttganError(`${folder} has ${names.length} checkpoints. Name one: ${join(folder, names[0] as string)}.`);
}

/** Only the last part of the path counts, since folders are copied from other machines. */
async function newest(path: string): Promise<string | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined || found.size > LARGEST) return undefined;
  const [, name] = /^model_checkpoint_path: "(.+)"$/m.exec(await readFile(path, 'utf8')) ?? [];
  return name === undefined ? undefined : basename(name);
}
