import { open, type FileHandle } from 'node:fs/promises';
import { resolve } from 'node:path';
import { AttganError, InterruptedError, type PackVerification, type VerifyRequest } from '@attgan/core';
import { hashOf, imageBytes, readPackIndex, type PackIndex } from './pack-index.ts';
import { readSome } from './pack-journal.ts';
import { pixelsOfPack } from './pixels-of-pack.ts';

export interface VerifyPackRequest extends Omit<VerifyRequest, 'size'> {
  /** The folder of a pack. */
  readonly folder: string;
}

/**
 * Compares all pixels of a finished pack with the checksums in its index. Opening a pack checks sizes only; this reads all of
 * it. Throws an AttganError where the folder holds no finished pack.
 */
export async function verifyPack({ folder: stated, onProgress, signal }: VerifyPackRequest): Promise<PackVerification> {
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
    for (const block of index.blocks.keys()) {
      if (signal?.aborted) throw new InterruptedError(`Verifying ${folder} stopped`);
      const from = block * index.blockImages;
      const to = Math.min(from + index.blockImages, count);
      if (!(await matchesHash(handle, index, block))) damaged.push({ from, to, name: index.images[from] ?? '' });
      onProgress?.(to, count);
    }
  } finally {
    await handle.close();
  }
  return { folder, images: count, bytes: count * bytes, damaged };
}

/** Whether a block of pixels has the checksum that the index says. */
export async function matchesHash(handle: FileHandle, index: PackIndex, block: number): Promise<boolean> {
  const { key, blockImages, blocks } = index;
  const bytes = imageBytes(key.size);
  const from = block * blockImages;
  const to = Math.min(from + blockImages, key.count);
  return hashOf(await readSome(handle, from * bytes, (to - from) * bytes)) === blocks[block];
}
