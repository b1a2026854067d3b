import type { LabelledImages } from '@attgan/core';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { folder } from './folder.ts';
import { pictureTree, pixelsOf } from './testing/picture-tree.ts';
import type { PictureTree } from './testing/picture-tree.ts';

let tree: PictureTree;
beforeEach(async () => {
  tree = await pictureTree();
});
afterEach(async () => tree.remove());

/** All pictures of the names, in one batch. */
async function load(names: readonly string[], options: object, size: number): Promise<LabelledImages> {
  await tree.write('labels.csv', 'file,Bald', ...names.map((name) => `${name},1`));
  const data = await folder.open({ root: tree.root, cache: 'off', shares: '1/0/0', ...options }, { size, report() {} });
  return data.load('train', [...names.keys()]).finally(() => data.close());
}

/** What sharp makes of a square alone. */
async function alone(name: string, [left, top, edge]: readonly [number, number, number], size: number) {
  const image = sharp(tree.path(name)).extract({ left, top, width: edge, height: edge });
  const options = { kernel: 'cubic', fit: 'fill', fastShrinkOnLoad: false } as const;
  return image.resize(size, size, options).raw().toBuffer();
}

test('square takes the largest square in the middle of pictures of every shape, side by side in one batch', async () => {
  const shapes = [
    ['wide.jpg', 100, 60, [20, 0, 60]],
    ['high.jpg', 61, 100, [0, 19, 61]],
    ['high2.jpg', 61, 100, [0, 19, 61]],
    ['square.png', 64, 64, [0, 0, 64]],
    ['odd.jpg', 33, 31, [1, 0, 31]],
    ['large.jpg', 640, 512, [64, 0, 512]],
  ] as const;
  for (const [seed, [name, width, height]] of shapes.entries()) await tree.picture(name, seed, width, height);
  const { pixels } = await load(
    shapes.map(([name]) => name),
    {},
    32,
  );
  for (const [index, [name, , , square]] of shapes.entries()) {
    const wanted = await alone(name, square, 32);
    expect(wanted.equals(pixels.subarray(index * wanted.length, (index + 1) * wanted.length)), name).toBe(true);
  }
});

test('none takes square pictures of any size, and says of others what shape they have', async () => {
  await tree.picture('small.png', 1, 20, 20);
  await tree.picture('same.png', 2, 32, 32);
  await tree.picture('wide.png', 3, 40, 32);
  const { pixels } = await load(['small.png', 'same.png'], { crop: 'none' }, 32);
  expect(pixelsOf(2, 32, 32).equals(pixels.subarray(32 * 32 * 3))).toBe(true);
  await expect(load(['wide.png'], { crop: 'none' }, 32)).rejects.toThrow(
    /wide\.png: it is 40x32 and not square; set the option crop to square/,
  );
});

test('aligned takes the square of the paper, and refuses pictures of another shape', async () => {
  await tree.picture('face.jpg', 1, 178, 218);
  await tree.picture('other.jpg', 1, 180, 218);
  const { pixels } = await load(['face.jpg'], { crop: 'aligned' }, 64);
  expect((await alone('face.jpg', [3, 26, 170], 64)).equals(pixels)).toBe(true);
  await expect(load(['other.jpg'], { crop: 'aligned' }, 64)).rejects.toThrow(/it is 180x218, expected 178x218/);
});

test('pictures are turned as their EXIF orientation says', async () => {
  await tree.picture('lying.png', 4, 60, 40);
  await sharp(tree.path('lying.png')).rotate(90).png().toFile(tree.path('turned.png'));
  await sharp(tree.path('lying.png')).withMetadata({ orientation: 6 }).png().toFile(tree.path('marked.png'));
  const { pixels } = await load(['turned.png', 'marked.png'], {}, 24);
  const half = pixels.length / 2;
  expect(pixels.subarray(0, half)).toEqual(pixels.subarray(half));
});
