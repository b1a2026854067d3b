import { open } from 'node:fs/promises';
import { AttganError, messageOf } from '@attgan/core';
import { nestingOf } from './nesting.ts';

/** Bytes of the largest description that is read: cards, experiments and indices are far smaller. */
export const LARGEST_JSON = 2 ** 24;
/** Deepest nesting of a description. `JSON.parse` takes gigabytes for a list in a list in a list, and may end the process. */
export const DEEPEST_JSON = 64;

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

/**
 * The value of JSON in UTF-8, whose size is known to be decent.
 * @param name stands for the file in messages
 * @throws AttganError in one line for what is nested too deep or not JSON
 */
export function parseJson(json: Uint8Array, name: string): unknown {
  const depth = nestingOf(json);
  if (depth > DEEPEST_JSON) {
    throw new AttganError(`${name} nests lists and objects ${depth} deep, over the limit of ${DEEPEST_JSON}.`);
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(json)) as unknown;
  } catch (error) {
    throw new AttganError(`${name} is not JSON: ${messageOf(error).split('\n')[0]?.slice(0, 120) ?? ''}.`, {
      cause: error,
    });
  }
}
