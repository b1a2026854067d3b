import { readFile } from 'node:fs/promises';
import { AttganError, messageOf } from '@attgan/core';

/** A text file as lines, without byte order mark, carriage returns and empty lines at the end. */
export interface TextFile {
  readonly path: string;
  readonly lines: readonly string[];
}

export async function readTextFile(path: string): Promise<TextFile> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new AttganError(`Cannot read ${path}: ${messageOf(error)}`, { cause: error });
  }
  const lines = text
    .replace(/^\uFEFF/, '')
    .trimEnd()
    .split(/\r?\n/);
  return { path, lines: lines[0] === '' && lines.length === 1 ? [] : lines };
}

/** An error about one line; `index` counts from 0, the message from 1. */
export function lineError(file: TextFile, index: number, problem: string): AttganError {
  return new AttganError(`${file.path}, line ${index + 1}: ${problem}`);
}
