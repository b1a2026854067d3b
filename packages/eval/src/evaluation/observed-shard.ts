import { readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AttganError } from '@attgan/core';
import { isSameFile, makeFolder, readJson, readWholeFile, sha256OfFile, writeFileAtomically } from '@attgan/formats';
import { z } from 'zod';
import type { FaceShard } from './observe-faces.ts';

const observedShard = z.strictObject({
  format: z.literal(1),
  shard: z.strictObject({ index: z.int().min(0), count: z.int().min(1) }),
  /** Equal for the shards of one evaluation. */
  evaluation: z.string(),
  /** Of all shards together. */
  faces: z.int().min(0),
  /** The SHA-256 of each file of observations. */
  files: z.record(z.string().regex(/^[\w.-]+$/), z.string()),
});

const NAME = /^observations-\d{5,}-of-\d{5,}\.json$/;
const FOLDER = 'observations';

/** What a shard observed, besides the hashes of the files. */
export interface ObservedShard {
  readonly shard: FaceShard;
  readonly evaluation: string;
  readonly faces: number;
  readonly files: readonly string[];
}

/**
 * Writes the list of the observations of a shard, `observations-00003-of-00008.json`.
 * @param observations the folder of the files
 * @returns its path
 */
export async function writeObservedShard(
  folder: string,
  observed: ObservedShard,
  observations: string,
): Promise<string> {
  const { shard, evaluation, faces, files } = observed;
  const hashes: Record<string, string> = {};
  for (const file of files) hashes[file] = await sha256OfFile(join(observations, file));
  const digits = (value: number): string => String(value).padStart(5, '0');
  const path = join(folder, `observations-${digits(shard.index)}-of-${digits(shard.count)}.json`);
  await writeFileAtomically(
    path,
    `${JSON.stringify({ format: 1, shard, evaluation, faces, files: hashes }, null, 1)}\n`,
  );
  return path;
}

/** The lists of observations in folders; none where they hold other things. */
export async function findObservedShards(places: readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const place of places) {
    if ((await stat(place).catch(() => undefined))?.isDirectory() !== true) continue;
    const names = await readdir(place);
    for (const name of names.toSorted()) if (NAME.test(name)) found.push(join(place, name));
  }
  return found;
}

async function readObservedShard(path: string): Promise<z.output<typeof observedShard>> {
  const parsed = observedShard.safeParse(await readJson(path));
  if (parsed.success) return parsed.data;
  throw new AttganError(`${path} is no list of observations. Run the shard again.`);
}

/**
 * Puts the observations of all shards of one evaluation into one folder, where evaluating finds them.
 * @returns the number of shards and of files of observations
 * @throws AttganError where shards are missing or there twice, or of different evaluations, or a file is not as it was written
 */
export async function mergeObservations(
  paths: readonly string[],
  out: string,
): Promise<{ readonly shards: number; readonly files: number }> {
  const lists = await Promise.all(paths.map(async (path) => ({ path, ...(await readObservedShard(path)) })));
  const [first] = lists;
  if (first === undefined) throw new AttganError('There are no observations of shards.');
  const other = lists.find(
    ({ evaluation, shard }) => evaluation !== first.evaluation || shard.count !== first.shard.count,
  );
  if (other !== undefined) {
    throw new AttganError(`${first.path} and ${other.path} are of different evaluations. Merge the shards of one.`);
  }
  const missing = Array.from({ length: first.shard.count }, (_, index) => index).filter(
    (index) => lists.filter(({ shard }) => shard.index === index).length !== 1,
  );
  if (missing.length > 0) {
    throw new AttganError(
      `Shards must be there once: ${missing.map((index) => `${index}/${first.shard.count}`).join(', ')}.`,
    );
  }
  const to = join(out, FOLDER);
  await makeFolder(to);
  let count = 0;
  for (const { path, files } of lists) {
    for (const [file, sha256] of Object.entries(files)) {
      const from = join(dirname(path), FOLDER, file);
      if ((await sha256OfFile(from)) !== sha256) {
        throw new AttganError(`${from} is not as it was written. Run the shard again.`);
      }
      const copy = join(to, file);
      if (!(await isSameFile(from, copy))) await writeFileAtomically(copy, await readWholeFile(from));
      count++;
    }
  }
  return { shards: lists.length, files: count };
}
