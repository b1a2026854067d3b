import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { AttganError } from '@attgan/core';
import { contentProblem, MANIFEST, sha256Of, VERIFIED } from './manifest.ts';

/**
 * Compares an installed folder with its manifest byte by byte when a release loads it for the first time: native code that a disk or a
 * copy damaged does anything. Later only sizes are looked at, because hashing takes seconds.
 * @throws AttganError that names the first file that is not what was installed
 */
export async function verifyOnce(folder: string): Promise<void> {
  const path = join(folder, VERIFIED);
  const { version } = createRequire(import.meta.url)('../package.json') as { readonly version: string };
  const stamp = JSON.stringify({ release: version, manifest: await sha256Of(join(folder, MANIFEST)) });
  if ((await readFile(path, 'utf8').catch(() => undefined)) === stamp) return;
  const problem = await contentProblem(folder);
  if (problem !== undefined) {
    throw new AttganError(`TensorFlow is ${problem}. Run \`attgan backends install tensorflow --force\`.`);
  }
  // Where the cache cannot be written to, every start compares again.
  await writeFile(path, stamp).catch(() => undefined);
}
