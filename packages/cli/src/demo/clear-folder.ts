import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '@attgan/core';
import { isTemporary, makeFolder } from '@attgan/formats';

/** All that a demo writes. */
const WRITTEN = new Set([
  'portrait-edited.png',
  'portrait-sheet.png',
  'run',
  'report.html',
  'scores.json',
  'sheet.png',
  'slide.png',
]);

/**
 * Makes the folder, and removes what an earlier demo wrote there.
 * @throws UsageError where it holds anything else, which then stays
 */
export async function clearFolder(folder: string): Promise<void> {
  await makeFolder(folder);
  const names = await readdir(folder);
  const strange = names.find((name) => !WRITTEN.has(name) && !isTemporary(name));
  if (strange !== undefined) {
    throw new UsageError(
      `${folder} holds more than a demo writes, such as ${strange}. Name another folder with --out.`,
    );
  }
  for (const name of names) await rm(join(folder, name), { recursive: true, force: true });
}
