import { mkdir, readdir, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { UsageError } from '@attgan/core';
import { makeFolder, publishFolder, temporaryBeside } from '@attgan/formats';

/** The folder's name, which is that of the model in its address. @throws UsageError for one that no address holds as it is */
export function servedName(folder: string): string {
  const name = basename(resolve(folder));
  if (/^[A-Za-z0-9][\w.-]*$/.test(name)) return name;
  throw new UsageError(
    `--out "${folder}" must end in the model's name for requests: letters, digits, "_", "-" and ".", such as served/attgan.`,
  );
}

/**
 * Fills a folder that is there whole or not at all.
 * @param mark a file that every such folder has; a folder without it holds something else, and is not replaced
 */
export async function publishServed(
  folder: string,
  mark: string,
  fill: (temporary: string) => Promise<void>,
): Promise<void> {
  const there = await readdir(folder).catch((): string[] => []);
  if (there.length > 0 && !there.includes(mark)) {
    throw new UsageError(
      `${folder} is there and has no ${mark}, so it is not replaced. Name another folder with --out.`,
    );
  }
  const final = resolve(folder);
  await makeFolder(dirname(final));
  const temporary = temporaryBeside(final);
  try {
    await mkdir(temporary);
    await fill(temporary);
    await publishFolder(temporary, final);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
    throw error;
  }
}

/** Paths of the files in a folder as the user named it. */
export function filesIn(folder: string, names: Readonly<Record<string, string>>): string[] {
  return Object.values(names).map((name) => join(folder, name));
}
