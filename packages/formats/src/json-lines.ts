import { open, readFile } from 'node:fs/promises';
import { AttganError } from '@attgan/core';
import { writeFileAtomically } from './atomic.ts';
import { fileError, hasCode } from './file-error.ts';

interface Line {
  readonly text: string;
  readonly record: unknown;
}

/** Appends one record as a line of JSON and forces it to disk. A half-written last line is dropped first. */
export async function appendJsonLine(path: string, record: unknown): Promise<void> {
  try {
    const file = await open(path, 'a+');
    try {
      const { size } = await file.stat();
      const last = Buffer.alloc(1);
      if (size > 0) await file.read(last, 0, 1, size - 1);
      // A rewrite gives the path a new file, which must be opened anew.
      if (size === 0 || last.toString() === '\n') {
        await file.appendFile(`${JSON.stringify(record)}\n`);
        await file.datasync();
        return;
      }
    } finally {
      await file.close();
    }
  } catch (error) {
    throw fileError('write', path, error);
  }
  await rewrite(path, await readLines(path));
  await appendJsonLine(path, record);
}

/**
 * The records of a file of JSON lines; a missing file has none. A last line that a killed process left half-written is
 * not one.
 * @throws AttganError naming the line for any other that is no object of JSON
 */
export async function readJsonLines(path: string): Promise<readonly unknown[]> {
  return (await readLines(path)).map((line) => line.record);
}

/**
 * Removes the records that `keep` refuses, and a half-written last line; the rest stays byte for byte. Returns how many
 * records were removed. A missing file is left missing. The file is replaced in one step.
 */
export async function truncateJsonLines(path: string, keep: (record: unknown) => boolean): Promise<number> {
  const lines = await readLines(path);
  const kept = lines.filter((line) => keep(line.record));
  await rewrite(path, kept);
  return lines.length - kept.length;
}

async function rewrite(path: string, lines: readonly Line[]): Promise<void> {
  const text = lines.map((line) => `${line.text}\n`).join('');
  if (text !== (await readText(path))) await writeFileAtomically(path, text);
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return '';
    throw fileError('read', path, error);
  }
}

async function readLines(path: string): Promise<readonly Line[]> {
  const texts = (await readText(path)).split('\n');
  const lines: Line[] = [];
  for (const [index, text] of texts.entries()) {
    if (text.trim() === '') continue;
    let record: unknown;
    try {
      record = JSON.parse(text);
    } catch {
      if (index === texts.length - 1) break;
      throw new AttganError(`${path}, line ${index + 1} is not JSON. Remove the line, or the file.`);
    }
    if (typeof record !== 'object' || record === null) {
      throw new AttganError(`${path}, line ${index + 1} is no object of JSON. Remove the line, or the file.`);
    }
    lines.push({ text, record });
  }
  return lines;
}
