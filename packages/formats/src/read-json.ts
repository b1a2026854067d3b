import { open } from 'node:fs/promises';
import { AttganError } from '@attgan/core';
import { parseJson } from './parse-json.ts';

/** Bytes of the largest description that is read: cards, experiments and indices are far smaller. */
export const LARGEST_JSON = 2 ** 24;

/**
 * The value of a JSON file that a stranger may have written: its size is looked at before it is read, and its nesting before it is
 * parsed.
 * @throws AttganError in one line for what is too large, nested too deep or not JSON; errors of the file system as they are
 */
export async function readJson(path: string): Promise<unknown> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    if (size > LARGEST_JSON) {
      throw new AttganError(
        `${path} has ${size} bytes, over the limit of ${LARGEST_JSON / 2 ** 20} MiB for a description.`,
      );
    }
    return parseJson(await file.readFile(), path);
  } finally {
    await file.close();
  }
}
