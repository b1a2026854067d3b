import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AttganError } from '@attgan/core';
import { imageBytes, PIXELS_FILE, type PackIndex } from './pack-index.ts';

/**
 * The file that holds a finished pack's pixels.
 * @throws AttganError when it is missing, or has not the size that the index says
 */
export async function pixelsOfPack(folder: string, { key: { count, size } }: PackIndex): Promise<string> {
  const path = join(folder, PIXELS_FILE);
  const expected = count * imageBytes(size);
  const found = await stat(path).catch(() => undefined);
  if (found?.size !== expected) {
    throw new AttganError(
      `${path} has ${found?.size ?? 'no'} bytes, expected ${expected}; delete the folder ${folder} and pack again`,
    );
  }
  return path;
}
