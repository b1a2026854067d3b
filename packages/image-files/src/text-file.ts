import { AttganError } from '@attgan/core';
import { readWholeFile } from '@attgan/formats';

/** A text file as lines, without byte order mark, carriage returns and empty lines at the end. */
export interface TextFile {
  readonly path: string;
  readonly lines: readonly string[];
}

/** @throws AttganError when the file cannot be read */
export async function readTextFile(path: string): Promise<TextFile> {
  return toTextFile(path, (await readWholeFile(path)).toString());
}

export function toTextFile(path: string, text: string): TextFile {
  const body = text.replace(/^\uFEFF/, '').trimEnd();
  return { path, lines: body === '' ? [] : body.split(/\r?\n/) };
}

/** Whether its name ends in `.csv` or `.tsv`. */
export function isCsv({ path }: Pick<TextFile, 'path'>): boolean {
  return /\.[ct]sv$/i.test(path);
}

/** An error about one line; `index` counts from 0, the message from 1. */
export function lineError(file: TextFile, index: number, problem: string): AttganError {
  return new AttganError(`${file.path}, line ${index + 1}: ${problem}`);
}

/** A text as messages show it. */
export function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
