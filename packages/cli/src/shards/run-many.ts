import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { AttganError, UsageError } from '@attgan/core';
import { makeFolder } from '@attgan/formats';
import {
  folderSink,
  isPhotoName,
  openResults,
  runShard,
  shardName,
  tarSink,
  type MadeOfPhoto,
  type PhotoInput,
  type ShardCounts,
} from '@attgan/shards';
import { describeError } from '../describe-error.ts';
import { interruptible } from '../interrupt.ts';
import type { Output } from '../output.ts';
import { inputUnits } from './input-units.ts';
import type { ManyFlags } from './shard-flags.ts';

/** A command that does the same for each photo of a list. */
export interface ManyWork {
  readonly command: string;
  /** What was done with photos, such as `edited`. */
  readonly done: string;
  readonly words: readonly string[];
  readonly flags: ManyFlags;
  readonly out: string;
  readonly output: Output;
  readonly verbose: boolean;
  /** All that results depend on besides the photos, as plain JSON. */
  readonly settings: Readonly<Record<string, unknown>>;
  make(input: PhotoInput): Promise<MadeOfPhoto>;
}

/** Milliseconds between lines of progress, and failures that are told of at once. */
const EVERY = 15_000;
const TOLD = 200;
/** Photos after which memory is called that of the start: the first ones load what all others need. */
const WARM = 100;

/**
 * Works through the photos of one shard, and writes results and the list of them into `out`.
 * @throws AttganError where more photos failed than are allowed, once all others are done
 */
export async function runMany(work: ManyWork): Promise<void> {
  const { command, done, words, flags, out, output } = work;
  const { shard, tars, allowed } = flags;
  if (isPhotoName(out)) throw new UsageError(`--out ${out} is one file, and results of lists need a folder.`);
  await makeFolder(out);
  const of = { ...work.settings, ...(tars && { tars }) };
  const settings = createHash('sha256').update(JSON.stringify(of)).digest('hex').slice(0, 16);
  const stem = `results-${shardName(shard)}`;
  const path = join(out, `${stem}.jsonl`);
  const header = { format: 1, command, shard: `${shard.index}/${shard.count}`, settings, of } as const;
  const results = await openResults(path, header);
  const began = performance.now();
  const memory: number[] = [];
  let told = began;
  const rate = (made: number): string => `${((made * 1000) / (performance.now() - began)).toFixed(1)} a second`;
  const tell = (counts: ShardCounts): void => {
    if (performance.now() - told < EVERY) return;
    told = performance.now();
    output.report(`shard ${header.shard}: ${countsText(counts, done)}; ${rate(counts.made)}`);
  };
  await interruptible(output, 'Stopping after this photo; what is done is kept.', async (signal) => {
    const sink = tars ? await tarSink(out, stem, results, tars) : folderSink(out, results);
    const counts = await runShard({
      units: inputUnits(words, flags, out),
      shard,
      settings,
      results,
      sink,
      make: work.make,
      describe: (error) => describeError(error, work.verbose),
      signal,
      report(now, failure) {
        if (failure !== undefined && now.failed <= TOLD) output.report(`failed: ${failure.error}`);
        if (now.made === WARM || now.made === 1) memory[0] = process.memoryUsage.rss();
        tell(now);
      },
    });
    memory[1] = process.memoryUsage.rss();
    if (counts.repeated > 0) output.report(`Listed a second time, and left out: ${counts.repeated}.`);
    const seconds = (performance.now() - began) / 1000;
    output.result(`${countsText(counts, done)}: ${path}`, { results: path, ...header, ...counts, seconds, memory });
    if (counts.failed <= allowed) return;
    const photos = counts.failed === 1 ? '1 photo was' : `${counts.failed} photos were`;
    throw new AttganError(`${photos} not ${done}; ${path} says why. The same command tries again.`);
  });
}

function countsText({ made, kept, failed }: ShardCounts, done: string): string {
  return `${made} photos ${done}, ${kept} done before, ${failed} failed`;
}
