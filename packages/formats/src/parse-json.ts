import { AttganError, messageOf } from '@attgan/core';
import { nestingOf } from './nesting.ts';

/** Deepest nesting of a description. `JSON.parse` takes gigabytes for a list in a list in a list, and may end the process. */
export const DEEPEST_JSON = 64;

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
