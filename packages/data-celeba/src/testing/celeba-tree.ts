import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { CELEBA_ATTRIBUTES } from '../attributes.ts';

/** The labels that a made-up copy of CelebA gives: two in five hold, and differ by image and attribute. */
export function labelOf(row: number, column: number): 0 | 1 {
  return (row * (column + 1)) % 5 < 2 ? 1 : 0;
}

export const nameOf = (row: number): string => `${String(row + 1).padStart(6, '0')}.jpg`;

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

export const labelText = (count: number): string =>
  [
    String(count),
    CELEBA_ATTRIBUTES.join(' '),
    ...Array.from({ length: count }, (_, row) =>
      [nameOf(row), ...CELEBA_ATTRIBUTES.map((__, column) => (labelOf(row, column) === 1 ? ' 1' : '-1'))].join(' '),
    ),
    '',
  ].join('\n');

/** Every fourth image validates, every fifth tests, unless it validates. */
export const splitOf = (row: number): 0 | 1 | 2 => (row % 4 === 3 ? 1 : row % 5 === 4 ? 2 : 0);

export const lines = (count: number, line: (row: number) => string): string =>
  Array.from({ length: count }, (_, row) => `${line(row)}\n`).join('');

export interface Tree {
  readonly root: string;
  readonly path: (name: string) => string;
  remove(): Promise<void>;
}

/** An empty folder that is removed again. */
export async function emptyTree(): Promise<Tree> {
  const root = await mkdtemp(join(tmpdir(), 'attgan-celeba-'));
  return { root, path: (name) => join(root, name), remove: async () => rm(root, { recursive: true, force: true }) };
}

/** CelebA as distributed, with `count` made-up JPEG photos of which `distinct` differ. */
export async function celebaTree(count: number, distinct = count): Promise<Tree> {
  const tree = await emptyTree();
  await mkdir(tree.path('img_align_celeba'));
  const image = (row: number): string => tree.path(join('img_align_celeba', nameOf(row)));
  for (let row = 0; row < count; row++) {
    if (row < distinct) await photo(row).jpeg({ quality: 90 }).toFile(image(row));
    else await copyFile(image(row % distinct), image(row));
  }
  await writeFile(tree.path('list_attr_celeba.txt'), labelText(count));
  await writeFile(
    tree.path('list_eval_partition.txt'),
    lines(count, (row) => `${nameOf(row)} ${splitOf(row)}`),
  );
  await writeFile(
    tree.path('identity_CelebA.txt'),
    lines(count, (row) => `${nameOf(row)} ${100 + (row % 3)}`),
  );
  return tree;
}
