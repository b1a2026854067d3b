import { copyFile, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { AttganError } from '@attgan/core';
import { fileError, makeFolder, publishFolder, removeLeftovers, temporaryBeside } from '@attgan/formats';
import { servedFiles, type ServedModel } from './served-files.ts';

/**
 * Writes everything that the server would send into a folder, for a host of static files. A site that is there is replaced.
 * @param site folder of the built page
 * @throws AttganError when the folder holds something else, or writing fails
 */
export async function writeSite(folder: string, site: string, model: ServedModel): Promise<void> {
  const final = resolve(folder);
  await checkFolder(folder, final);
  const { files, texts } = await servedFiles(site, model);
  const temporary = temporaryBeside(final);
  try {
    await makeFolder(dirname(final));
    await mkdir(temporary);
    for (const [path, source] of files) {
      if (path === '/') continue;
      const target = join(temporary, path);
      await mkdir(dirname(target), { recursive: true });
      await copyFile(source, target);
    }
    for (const [path, text] of texts) await writeFile(join(temporary, path), text);
    await publishFolder(temporary, final);
    await removeLeftovers(dirname(final));
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    throw error instanceof Error && 'syscall' in error ? fileError('write', final, error) : error;
  }
}

/** A folder that is not a site of ours may hold what is not to be lost. */
async function checkFolder(folder: string, final: string): Promise<void> {
  const names: readonly string[] = await readdir(final).catch(() => []);
  if (names.length === 0 || names.includes('site.json')) return;
  throw new AttganError(`${folder} is not empty and holds no site. Name another folder with --out.`);
}
