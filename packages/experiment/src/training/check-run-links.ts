import { readdir, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { UsageError } from '@attgan/core';

/**
 * A run that came from elsewhere may hold links, and a training writes through them: none may lead out of the folder.
 * @param folder a run; none that is missing is wrong
 * @throws UsageError that names the first link that does
 */
export async function checkRunLinks(folder: string): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const home = `${await realpath(folder).catch(() => folder)}${sep}`;
  for (const entry of entries) {
    if (!entry.isSymbolicLink()) continue;
    const path = join(folder, entry.name);
    // A link to what is not there would be written to all the same.
    const target = await realpath(path).catch(() => undefined);
    if (target?.startsWith(home) === true) continue;
    throw new UsageError(
      `${path} is a link ${target === undefined ? 'to nothing that exists' : `to ${target}`}, and a training would write there. Replace it by what it links to, or remove it.`,
    );
  }
}
