import { readdir } from 'node:fs/promises';
import type { LabelTable } from './label-table.ts';

/** Rows of `names` that have no file in `folder`, ascending. */
export async function absentRows(folder: string, names: readonly string[]): Promise<number[]> {
  const present = new Set(await readdir(folder));
  return [...names.keys()].filter((row) => !present.has(names[row] ?? ''));
}

/** What to tell the user of missing images; undefined where none are. */
export function describeAbsent(absent: readonly number[], table: LabelTable): string | undefined {
  const [first] = absent;
  if (first === undefined) return undefined;
  return `${absent.length} of the ${table.names.length} images that ${table.path} lists are missing, the first ${table.names[first]} (line ${table.firstLine + first})`;
}
