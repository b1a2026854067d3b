import { open, rm, statfs } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { AttganError, BadFilesError, InterruptedError, messageOf } from '@attgan/core';
import { writeFileAtomically } from '@attgan/formats';
import type { ImageSource } from './image-source.ts';
import type { BadImagePolicy } from './image-options.ts';
import { hashOf, imageBytes, INDEX_FILE, JOURNAL_FILE, PIXELS_FILE } from './pack-index.ts';
import type { BadRow, PackIndex, PackKey } from './pack-index.ts';
import { openJournal, recoverBlocks } from './pack-journal.ts';
import type { PackedBlock } from './pack-journal.ts';

/** Images in a block: the most that a kill can cost, and what is held in memory (twice). */
const BLOCK_IMAGES = 256;

export interface BlockRequest {
  readonly folder: string;
  readonly key: PackKey;
  readonly source: ImageSource;
  /** Names of the images, by row. */
  readonly images: readonly string[];
  readonly policy: BadImagePolicy;
  readonly report: (line: string) => void;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Aborted when another process has taken over this folder; its reason is thrown. */
  readonly lost: AbortSignal;
}

/**
 * Packs what an earlier run has not, and finishes the pack.
 * @throws BadFilesError where images cannot be used and are not to be skipped: all others are packed, and kept for the next run
 */
export async function packBlocks(
  request: BlockRequest,
): Promise<{ readonly index: PackIndex; readonly resumed: number }> {
  const { folder, key, images, report } = request;
  const bytes = imageBytes(key.size);
  const blocks = await recoverBlocks(folder, key, BLOCK_IMAGES, BLOCK_IMAGES * bytes);
  const resumed = Math.min(blocks.length * BLOCK_IMAGES, key.count);
  if (resumed > 0) report(`Resuming after ${resumed} of ${key.count} images, which were verified`);
  const missing = (key.count - resumed) * bytes;
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < missing) {
    throw new AttganError(
      `${folder} has ${bavail * bsize} bytes free, but the pack needs ${missing} more; free some space, or pack into another folder`,
    );
  }
  try {
    const pixels = await open(join(folder, PIXELS_FILE), resumed > 0 ? 'r+' : 'w');
    try {
      await pixels.truncate(resumed * bytes);
      await writeBlocks(request, pixels, blocks, resumed);
    } finally {
      await pixels.close();
    }
    const bad = blocks.flatMap((block) => block.bad);
    if (request.policy === 'stop' && bad.length > 0) throw unusable(request, bad);
    const index: PackIndex = {
      key,
      images: [...images],
      blockImages: BLOCK_IMAGES,
      blocks: blocks.map(({ sha256 }) => sha256),
      bad,
    };
    await writeFileAtomically(join(folder, INDEX_FILE), JSON.stringify(index));
    await rm(join(folder, JOURNAL_FILE), { force: true });
    return { index, resumed };
  } catch (error) {
    if (error instanceof InterruptedError) {
      // What was being written then is by now.
      const packed = Math.min(blocks.length * BLOCK_IMAGES, key.count);
      throw new InterruptedError(
        `Packing stopped at ${packed} of ${key.count} images; run the same command to continue.`,
      );
    }
    if (error instanceof AttganError) throw error;
    throw new AttganError(
      `Cannot write the pack in ${folder}: ${messageOf(error)}. The images packed so far are kept`,
      {
        cause: error,
      },
    );
  }
}

/**
 * Decodes each block while the one before it is written. Adds to `blocks`; those of an earlier run whose images could not be used
 * are made again, unless these are to be skipped.
 */
async function writeBlocks(
  request: BlockRequest,
  pixels: FileHandle,
  blocks: PackedBlock[],
  from: number,
): Promise<void> {
  const { key, folder, signal, lost } = request;
  const bytes = imageBytes(key.size);
  const journal = await openJournal(folder, key, BLOCK_IMAGES, blocks);
  const write = async (block: DecodedBlock): Promise<void> => {
    await writeAll(pixels, block.pixels, block.start * bytes);
    await pixels.datasync();
    const done: PackedBlock = { sha256: hashOf(block.pixels), bad: block.bad };
    blocks[block.start / BLOCK_IMAGES] = done;
    if (block.start >= from) await journal.add(done);
    request.onProgress?.(Math.min(block.start + BLOCK_IMAGES, key.count), key.count);
  };
  const again =
    request.policy === 'skip' ? [] : blocks.flatMap(({ bad }, block) => (bad.length > 0 ? [block * BLOCK_IMAGES] : []));
  const fresh = Array.from(
    { length: Math.ceil((key.count - from) / BLOCK_IMAGES) },
    (_, block) => from + block * BLOCK_IMAGES,
  );
  let writing: Promise<void> = Promise.resolve();
  try {
    for (const start of [...again, ...fresh]) {
      const decoding = Promise.all([decodeBlock(request, start), writing]);
      const [block] = await unlessStopped(decoding, signal);
      lost.throwIfAborted();
      writing = write(block);
    }
    await writing;
    if (again.length > 0) await journal.rewrite(blocks);
  } finally {
    await writing.catch(() => undefined);
    await journal.close();
  }
}

/** What `work` resolves to, or an InterruptedError as soon as `signal` is aborted: a block is not worth waiting for. */
async function unlessStopped<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  let stop = (): void => undefined;
  const stopped = new Promise<never>((_, reject) => {
    stop = () => reject(new InterruptedError('Packing stopped.'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop);
  });
  // Left behind by the other; its failure is nobody's.
  work.catch(() => undefined);
  try {
    return await Promise.race([work, stopped]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

interface DecodedBlock {
  readonly start: number;
  readonly pixels: Uint8Array;
  readonly bad: BadRow[];
}

async function decodeBlock({ key, source, policy, report }: BlockRequest, start: number): Promise<DecodedBlock> {
  const rows = Array.from({ length: Math.min(BLOCK_IMAGES, key.count - start) }, (_, index) => start + index);
  const pixels = new Uint8Array(rows.length * imageBytes(key.size));
  const absent = new Set(source.absent);
  const failures = [...(await source.read(rows, pixels))].toSorted(([a], [b]) => a - b);
  const bad = failures.map(([position, error]): BadRow => {
    const row = start + position;
    if (absent.has(row)) return { row, kind: 'absent', why: error.message };
    if (policy === 'skip') report(`${error.message}; noted as damaged`);
    return { row, kind: 'damaged', why: error.message };
  });
  return { start, pixels, bad };
}

function unusable({ images, key }: BlockRequest, bad: readonly BadRow[]): BadFilesError {
  const [first] = bad;
  return new BadFilesError(
    `${bad.length} of the ${key.count} images cannot be used, the first: ${first?.why}. All others are packed: restore these and ` +
      'run the same command to pack them too, or set the option onBadImage to skip to leave them out',
    bad.map(({ row, why }) => ({ input: images[row] ?? '', error: why })),
  );
}

async function writeAll(handle: FileHandle, data: Uint8Array, position: number): Promise<void> {
  let done = 0;
  while (done < data.length) {
    done += (await handle.write(data, done, data.length - done, position + done)).bytesWritten;
  }
}
