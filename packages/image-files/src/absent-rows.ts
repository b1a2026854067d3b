import { readdir } from 'node:fs/promises';
import { join, posix } from 'node:path';
import type { LabelTable } from './label-table.ts';

/** Rows of `names`, which are relative to `folder`, that have no file there, ascending. */
export async function absentRows(folder: string, names: readonly string[]): Promise<number[]> {
  // A listing for each folder is far quicker than a question for each of 200,000 files.
  const folders = [...new Set(names.map((name) => posix.dirname(name)))];
  const present = new Set<string>();
  for (const inside of folders) {
    for (const name of await readdir(join(folder, inside)).catch(() => [])) present.add(posix.join(inside, name));
  }
  return [...names.keys()].filter((row) => !present.has(names[row] ?? ''));
}

/** A message about missing images; undefined where there are none. */
export function describeAbsent(absent: readonly number[], table: LabelTable): string | undefined {
  const [first] = absent;
  if (first === undefined) return undefined;
  return `${absent.length} of the ${table.names.length} images that ${table.path} lists are missing, the first ${table.names[first]} (line ${table.firstLine + first})`;
}
