import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import sharp from 'sharp';

export interface PictureTree {
  readonly root: string;
  readonly path: (name: string) => string;
  /** Writes a text file, one line each. */
  write(name: string, ...lines: string[]): Promise<void>;
  /** Writes a picture whose pixels depend on `seed` and place. */
  picture(name: string, seed: number, width?: number, height?: number): Promise<void>;
  remove(): Promise<void>;
}

/** Raw RGB pixels with slopes, and an edge that depends on `seed`. */
export function pixelsOf(seed: number, width: number, height: number): Buffer {
  const pixels = Buffer.alloc(width * height * 3);
  for (let at = 0; at < width * height; at++) {
    const [x, y] = [at % width, Math.floor(at / width)];
    pixels.set([(x * 3 + seed * 40) & 255, (y * 5) & 255, x > (seed * 7) % width ? 200 : 20], at * 3);
  }
  return pixels;
}

/** An empty folder for pictures and labels, removed again by `remove`. */
export async function pictureTree(): Promise<PictureTree> {
  const root = await mkdtemp(join(tmpdir(), 'attgan-folder-'));
  const path = (name: string): string => join(root, name);
  const ready = async (name: string): Promise<string> => {
    await mkdir(dirname(path(name)), { recursive: true });
    return path(name);
  };
  return {
    root,
    path,
    write: async (name, ...lines) => writeFile(await ready(name), `${lines.join('\n')}\n`),
    picture: async (name, seed, width = 40, height = 40) => {
      const image = sharp(pixelsOf(seed, width, height), { raw: { width, height, channels: 3 } });
      await image.toFile(await ready(name));
    },
    remove: async () => rm(root, { recursive: true, force: true }),
  };
}
