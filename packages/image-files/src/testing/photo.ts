import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';

/** Raw RGB pixels of a made-up photo, with edges and slopes that resizing would blur. */
export function photoPixels(seed: number, width = 178, height = 218): Uint8Array {
  const pixels = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const stripe = ((x + seed * 7) >> 3) & ((y + seed * 3) >> 3) & 1 ? 90 : 0;
      const at = (y * width + x) * 3;
      pixels[at] = (x + seed * 31 + stripe) & 255;
      pixels[at + 1] = (y + stripe * 2) & 255;
      pixels[at + 2] = ((x * y) >> 5) & 255;
    }
  }
  return pixels;
}

export function photo(seed: number, width = 178, height = 218): ReturnType<typeof sharp> {
  return sharp(photoPixels(seed, width, height), { raw: { width, height, channels: 3 } });
}

export interface Tree {
  readonly root: string;
  readonly path: (name: string) => string;
  remove(): Promise<void>;
}

/** An empty folder that is removed again. */
export async function emptyTree(): Promise<Tree> {
  const root = await mkdtemp(join(tmpdir(), 'attgan-images-'));
  return { root, path: (name) => join(root, name), remove: async () => rm(root, { recursive: true, force: true }) };
}
