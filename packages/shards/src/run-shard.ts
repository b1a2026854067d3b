import { createHash } from 'node:crypto';
import { InterruptedError, yieldToEvents } from '@attgan/core';
import type { InputUnit, PhotoInput } from './photo-input.ts';
import type { MadeFile, ResultSink } from './result-sink.ts';
import type { Results } from './results.ts';
import type { Shard } from './shard.ts';

/** What was made of one photo. */
export interface MadeOfPhoto {
  readonly files: readonly MadeFile[];
  /** For people, without a full stop. */
  readonly note?: string;
}

/** What became of the inputs of a shard so far. */
export interface ShardCounts {
  readonly made: number;
  /** Done before. */
  readonly kept: number;
  readonly failed: number;
  /** Listed a second time, and left out. */
  readonly repeated: number;
}

export interface ShardRun {
  /** All inputs, of all shards. */
  readonly units: AsyncIterable<InputUnit>;
  readonly shard: Shard;
  /** The hash of the settings. */
  readonly settings: string;
  readonly results: Results;
  readonly sink: ResultSink;
  make(input: PhotoInput): Promise<MadeOfPhoto>;
  /** An error as one line. */
  describe(error: unknown): string;
  /** Called after each input, with the error where it failed. */
  report(counts: ShardCounts, failure?: { readonly input: string; readonly error: string }): void;
  readonly signal?: AbortSignal;
}

/**
 * Does the inputs of one shard that are not done, one after the other, and closes the results. What cannot be read is kept as failed,
 * and tried again by the next run.
 * @throws AttganError when results cannot be written, InterruptedError when the signal is aborted; what is done stays done
 */
export async function runShard(run: ShardRun): Promise<ShardCounts> {
  const { shard, results, sink, settings, signal } = run;
  const counts = { made: 0, kept: 0, failed: 0, repeated: 0 };
  const digest = createHash('sha256');
  let position = 0;

  async function fail(input: string, at: number, error: unknown): Promise<void> {
    if (error instanceof InterruptedError) throw error;
    const line = { at, input, settings, error: run.describe(error) };
    await sink.put(line, undefined);
    counts.failed++;
    run.report(counts, line);
  }

  async function doPhoto(photo: PhotoInput, at: number): Promise<void> {
    await yieldToEvents(signal);
    if (results.has(photo.name)) {
      counts.repeated++;
      return;
    }
    const line = await results.find(photo.name);
    if (line !== undefined && line.error === undefined && (await sink.holds(line))) {
      if (line.at === at) results.keep(photo.name);
      else await results.append([{ ...line, at }]);
      counts.kept++;
      run.report(counts);
      return;
    }
    let made: MadeOfPhoto;
    try {
      made = await run.make(photo);
    } catch (error) {
      await fail(photo.name, at, error);
      return;
    }
    const { files, note } = made;
    await sink.put({ at, input: photo.name, settings, ...(note !== undefined && { note }) }, files);
    counts.made++;
    run.report(counts);
  }

  try {
    for await (const unit of run.units) {
      digest.update(`${unit.name}\n`);
      const at = position++;
      if (at % shard.count !== shard.index) continue;
      const photos = unit.photos()[Symbol.asyncIterator]();
      for (;;) {
        const next = await photos.next().catch((error: unknown) => ({ error }));
        if ('error' in next) {
          // Which gives it its place in the order.
          await results.find(unit.name);
          await fail(unit.name, at, next.error);
        }
        if ('error' in next || next.done === true) break;
        await doPhoto(next.value, at);
      }
    }
    await sink.finish();
  } catch (error) {
    await sink.abandon();
    await results.close();
    throw error;
  }
  const { made, kept, failed } = counts;
  const end = { results: made + kept + failed, failed, units: position, digest: digest.digest('hex') };
  await results.finish({ end });
  return counts;
}
