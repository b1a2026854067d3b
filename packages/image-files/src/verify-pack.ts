import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { AttganError, InterruptedError } from '@attgan/core';
import { hashOf, imageBytes, readPackIndex } from './pack-index.ts';
import { readSome } from './pack-journal.ts';
import { pixelsOfPack } from './pixels-of-pack.ts';

export interface VerifyRequest {
  /** The folder of a pack. */
  readonly folder: string;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface VerifySummary {
  readonly images: number;
  readonly bytes: number;
  /** Images whose pixels are not as packed: from the first up to and without the last, by position and name. */
  readonly damaged: readonly { readonly from: number; readonly to: number; readonly name: string }[];
}

/**
 * Compares all pixels of a finished pack with the checksums in its index. Opening a pack checks sizes only; this reads all of
 * it. Throws an AttganError where the folder holds no finished pack.
 */
export async function verifyPack({ folder: stated, onProgress, signal }: VerifyRequest): Promise<VerifySummary> {
  const folder = resolve(stated);
  const index = await readPackIndex(folder);
  if (index === undefined)
    throw new AttganError(`${folder} has no finished pack; make one with: attgan data pack --out ${folder}`);
  const { count, size } = index.key;
  const bytes = imageBytes(size);
  const path = await pixelsOfPack(folder, index);
  const damaged: { from: number; to: number; name: string }[] = [];
  const handle = await open(path, 'r');
  try {
    for (const [block, sha256] of index.blocks.entries()) {
      if (signal?.aborted) throw new InterruptedError(`Verifying ${folder} stopped`);
      const from = block * index.blockImages;
      const to = Math.min(from + index.blockImages, count);
      const pixels = await readSome(handle, from * bytes, (to - from) * bytes);
      if (hashOf(pixels) !== sha256) damaged.push({ from, to, name: index.images[from] ?? '' });
      onProgress?.(to, count);
    }
  } finally {
    await handle.close();
  }
  return { images: count, bytes: count * bytes, damaged };
}
