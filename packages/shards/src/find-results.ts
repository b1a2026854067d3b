import { readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AttganError } from '@attgan/core';
import { fileError } from '@attgan/formats';
import { placedLines } from './placed-lines.ts';
import { resultsHeader, type ResultsHeader } from './result-line.ts';
import type { Shard } from './shard.ts';

/** The results of one shard, as they were found. */
export interface FoundResults {
  readonly path: string;
  /** The folder that its files lie in. */
  readonly folder: string;
  readonly header: ResultsHeader;
  readonly shard: Shard;
}

const NAME = /^results-\d{5,}-of-\d{5,}\.jsonl$/;

/**
 * The results of all shards of one work, by their numbers.
 * @param places files of results, and folders with them
 * @throws AttganError where there are none, some are missing or there twice, or they are of different works
 */
export async function findResults(places: readonly string[]): Promise<readonly FoundResults[]> {
  const found: FoundResults[] = [];
  for (const place of places) for (const path of await resultsAt(place)) found.push(await openFound(path));
  const [first, ...others] = found;
  if (first === undefined) throw new AttganError(`${places.join(', ')}: there are no results of shards.`);
  for (const other of others) checkAlike(first, other);
  const shards: FoundResults[] = [];
  for (const each of found) {
    const twin = shards[each.shard.index];
    if (twin !== undefined) {
      throw new AttganError(
        `${twin.path} and ${each.path} are both of shard ${each.header.shard}. Remove one of them.`,
      );
    }
    shards[each.shard.index] = each;
  }
  const missing = Array.from({ length: first.shard.count }, (_, index) => index).filter((index) => !(index in shards));
  if (missing.length === 0) return shards;
  const names = missing.slice(0, 10).map((index) => `${index}/${first.shard.count}`);
  throw new AttganError(
    `The results of ${missing.length} shards are missing: ${names.join(', ')}${missing.length > 10 ? ' …' : ''}.`,
  );
}

async function resultsAt(place: string): Promise<readonly string[]> {
  try {
    if (!(await stat(place)).isDirectory()) return [place];
    return (await readdir(place))
      .filter((name) => NAME.test(name))
      .toSorted()
      .map((name) => join(place, name));
  } catch (error) {
    throw fileError('read', place, error);
  }
}

async function openFound(path: string): Promise<FoundResults> {
  for await (const { text } of placedLines(path)) {
    const parsed = resultsHeader.safeParse(jsonOf(text));
    if (!parsed.success) break;
    const [index = 0, count = 0] = parsed.data.shard.split('/').map(Number);
    if (index >= count) break;
    return { path, folder: dirname(path), header: parsed.data, shard: { index, count } };
  }
  throw new AttganError(`${path} does not begin as results of a shard do.`);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function checkAlike(one: FoundResults, other: FoundResults): void {
  const different = (what: string, first: string | number, second: string | number): AttganError =>
    new AttganError(
      `${one.path} and ${other.path} are of different works: ${what} ${first} and ${second}. Merge the shards of one work.`,
    );
  const [a, b] = [one.header, other.header];
  if (a.command !== b.command) throw different('the commands are', a.command, b.command);
  if (one.shard.count !== other.shard.count) throw different('shards are', one.shard.count, other.shard.count);
  if (a.settings !== b.settings) throw different('the hashes of the settings are', a.settings, b.settings);
}
