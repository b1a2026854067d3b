import { readFile } from 'node:fs/promises';
import { AttganError, messageOf } from '@attgan/core';

/** A text file as lines, without byte order mark, carriage returns and empty lines at the end. */
export interface TextFile {
  readonly path: string;
  readonly lines: readonly string[];
}

export async function readTextFile(path: string): Promise<TextFile> {
  try {
    return toTextFile(path, await readFile(path, 'utf8'));
  } catch (error) {
    throw new AttganError(`Cannot read ${path}: ${messageOf(error)}`, { cause: error });
  }
}

export function toTextFile(path: string, text: string): TextFile {
  const body = text.replace(/^\uFEFF/, '').trimEnd();
  return { path, lines: body === '' ? [] : body.split(/\r?\n/) };
}

/** An error about one line; `index` counts from 0, the message from 1. */
export function lineError(file: TextFile, index: number, problem: string): AttganError {
  return new AttganError(`${file.path}, line ${index + 1}: ${problem}`);
}
