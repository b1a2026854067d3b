import { join } from 'node:path';
import { fileError, makeFolder, writeFileAtomically } from '@attgan/formats';
import { pageHtml, type Page } from './page.ts';

/**
 * Writes a page and the files that go with it, each atomically, the page last.
 * @param name of the page's file
 * @param beside by their names; those that are undefined are left out
 * @returns the path of the page
 * @throws AttganError when writing fails
 */
export async function writePage(
  folder: string,
  name: string,
  page: Page,
  beside: Readonly<Record<string, string | Uint8Array | undefined>> = {},
): Promise<string> {
  try {
    await makeFolder(folder);
    for (const [file, contents] of Object.entries(beside)) {
      if (contents !== undefined) await writeFileAtomically(join(folder, file), contents);
    }
    await writeFileAtomically(join(folder, name), pageHtml(page));
  } catch (error) {
    throw fileError('write', folder, error);
  }
  return join(folder, name);
}
