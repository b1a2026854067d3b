import { UsageError } from '@attgan/core';
import { isTarPattern, parseShard, type Shard, type TarLimits } from '@attgan/shards';
import type { Flags, FlagSpecs } from '../arguments/flags.ts';
import { choiceFlag, integerFlag, positiveFlag } from '../arguments/number-flags.ts';

/** The flag of commands whose work can be dealt out to processes and machines. */
export const SHARD_FLAG: FlagSpecs = {
  shard: {
    type: 'text',
    summary:
      'I/N: do part I of N, counting from 0; auto/N takes I from the task of a Kubernetes Indexed Job or a Slurm array',
  },
};

const PLACES = ['folder', 'tar'] as const;
const USUAL = { photos: 10_000, megabytes: 1000 };

/** Flags of commands that take lists of millions of photos. */
export const MANY_FLAGS: FlagSpecs = {
  ...SHARD_FLAG,
  manifest: {
    type: 'text',
    summary: 'list of the photos, or of tars of photos, instead of PHOTO|DIR: .csv, .tsv, .jsonl, .parquet or .txt',
  },
  column: { type: 'text', summary: 'column of --manifest with the paths (path)' },
  to: { type: 'text', summary: 'folder: each result is a file in --out; tar: results are in archives there (folder)' },
  'tar-photos': { type: 'text', summary: `photos in one archive of --to tar (${USUAL.photos})` },
  'tar-megabytes': { type: 'text', summary: `megabytes of results in one archive of --to tar (${USUAL.megabytes})` },
  'allow-failures': {
    type: 'text',
    summary: 'photos of a shard or a list that may fail without an exit code of 1 (0)',
  },
};

/** How a list of photos is worked through. */
export interface ManyFlags {
  readonly shard: Shard;
  readonly manifest?: string;
  readonly column?: string;
  /** Where results are archives: when the next one begins. */
  readonly tars?: TarLimits;
  readonly allowed: number;
}

/** Whether the results of these photos are listed in a file, so that the command can go on where it was. */
export function isMany(flags: Flags, words: readonly string[]): boolean {
  return Object.keys(MANY_FLAGS).some((name) => flags.has(name)) || words.some(isTarPattern);
}

/** --shard; the whole where it is absent. @throws UsageError */
export function shardOf(flags: Flags): Shard {
  const text = flags.text('shard');
  return text === undefined ? { index: 0, count: 1 } : parseShard(text, process.env);
}

/** @throws UsageError for what is wrong, and for flags that need another */
export function manyFlags(flags: Flags, words: readonly string[]): ManyFlags {
  if (words.length === 0 && !flags.has('manifest')) throw new UsageError('Name photos, folders, tars or --manifest.');
  const [manifest, column] = [flags.text('manifest'), flags.text('column')];
  if (manifest !== undefined && words.length > 0) {
    throw new UsageError(`Photos are named by --manifest or as "${words[0]}". Leave one of them out.`);
  }
  if (manifest === undefined && column !== undefined) throw new UsageError('--column needs --manifest.');
  const isTar = (choiceFlag(flags, 'to', PLACES) ?? 'folder') === 'tar';
  const stray = ['tar-photos', 'tar-megabytes'].find((name) => flags.has(name) && !isTar);
  if (stray !== undefined) throw new UsageError(`--${stray} needs --to tar.`);
  return {
    shard: shardOf(flags),
    ...(manifest !== undefined && { manifest }),
    ...(column !== undefined && { column }),
    ...(isTar && {
      tars: {
        photos: integerFlag(flags, 'tar-photos') ?? USUAL.photos,
        bytes: (positiveFlag(flags, 'tar-megabytes') ?? USUAL.megabytes) * 1e6,
      },
    }),
    allowed: integerFlag(flags, 'allow-failures', 0) ?? 0,
  };
}
