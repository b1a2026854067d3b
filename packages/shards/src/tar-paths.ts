import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { UsageError } from '@attgan/core';
import { fileError } from '@attgan/formats';
import { expand } from 'brace-expansion';

/** Whether a word of the command line means tar archives. */
export function isTarPattern(word: string): boolean {
  return /\.tar$/i.test(word);
}

/**
 * The archives that a word means: `shard-{000000..000009}.tar` as WebDataset writes it, `*` and `?` in the name of the file, in the
 * order of the braces and of the names.
 * @throws UsageError for `*` in the name of a folder, and where nothing fits
 */
export async function tarPaths(pattern: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const path of pattern.includes('{') ? expand(pattern) : [pattern]) {
    if (/[*?]/.test(dirname(path))) throw new UsageError(`${path}: * and ? may stand in the name of the file only.`);
    found.push(...(/[*?]/.test(basename(path)) ? await matching(path) : [path]));
  }
  return found;
}

async function matching(path: string): Promise<readonly string[]> {
  const folder = dirname(path);
  const rule = basename(path)
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const names = await readdir(folder).catch((error: unknown) => {
    throw fileError('read the folder', folder, error);
  });
  const fitting = names.filter((name) => new RegExp(`^${rule}$`).test(name) && !name.startsWith('.'));
  if (fitting.length === 0) throw new UsageError(`No file is named like ${path}.`);
  return fitting.toSorted().map((name) => join(folder, name));
}
