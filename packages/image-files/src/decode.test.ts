import { readFile, writeFile } from 'node:fs/promises';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CROP_NAMES, cropOf, RESAMPLING } from './crops.ts';
import { createDecoder } from './decode.ts';
import { rowFor } from './resize.ts';
import { emptyTree, photo } from './testing/photo.ts';
import type { Tree } from './testing/photo.ts';

let tree: Tree;
let faces: string[];

beforeAll(async () => {
  tree = await emptyTree();
  faces = [0, 1, 2, 3, 4].map((seed) => tree.path(`${seed}.jpg`));
  for (const [seed, path] of faces.entries()) await photo(seed).jpeg({ quality: 85 }).toFile(path);
});
afterAll(async () => tree.remove());

const SHARP_KERNELS = { bicubic: 'cubic', lanczos3: 'lanczos3', linear: 'linear' } as const;
const recipe = (size = 64) => ({ crop: cropOf('attgan'), resample: 'bicubic' as const, size });

async function decodeAll(paths: readonly string[], size = 64) {
  const decode = await createDecoder(recipe(size));
  const pixels = new Uint8Array(paths.length * size * size * 3);
  const problems = await decode(paths, pixels);
  const image = (index: number) => Buffer.from(pixels.slice(index * size * size * 3, (index + 1) * size * size * 3));
  return { problems, image };
}

describe.each(CROP_NAMES)('crop %s', (name) => {
  const crop = cropOf(name);
  test.each(
    RESAMPLING.flatMap((resample) => [32, 64, 96, 100, 127, 128, crop.edge, 256].map((size) => ({ resample, size }))),
  )(
    'faces decoded together with $resample to $size pixels are those that sharp cuts and resizes one by one',
    async ({ resample, size }) => {
      const decode = await createDecoder({ crop, resample, size });
      const pixels = new Uint8Array(faces.length * size * size * 3);
      expect((await decode(faces, pixels)).size).toBe(0);
      for (const [index, path] of faces.entries()) {
        const alone = await sharp(path)
          .extract({ left: crop.x, top: crop.y, width: crop.edge, height: crop.edge })
          .resize(size, size, { kernel: SHARP_KERNELS[resample], fit: 'fill', fastShrinkOnLoad: false })
          .raw()
          .toBuffer();
        expect(alone.equals(pixels.subarray(index * size * size * 3, (index + 1) * size * size * 3))).toBe(true);
      }
    },
  );
});

test('common sizes are resized together, enlargement and strong shrinking one by one', () => {
  expect(rowFor(170, 128, 'bicubic')).toEqual({ before: 255, after: 192, margin: 4 });
  expect(rowFor(170, 256, 'bicubic')).toBeUndefined();
  expect(rowFor(170, 32, 'bicubic')).toBeUndefined();
});

test('files of every kind decode beside each other, each as sharp decodes it alone', async () => {
  const png = tree.path('face.png');
  const progressive = tree.path('progressive.jpg');
  const fullChroma = tree.path('full-chroma.jpg');
  const grey = tree.path('grey.jpg');
  await photo(7).png().toFile(png);
  await photo(8).jpeg({ progressive: true }).toFile(progressive);
  await photo(9).jpeg({ chromaSubsampling: '4:4:4' }).toFile(fullChroma);
  await photo(10).greyscale().jpeg().toFile(grey);
  const paths = [png, faces[0] ?? '', progressive, fullChroma, faces[1] ?? '', grey];
  const together = await decodeAll(paths);
  expect(together.problems.size).toBe(0);
  for (const [index, path] of paths.entries()) {
    const alone = await sharp(path)
      .extract({ left: 3, top: 26, width: 170, height: 170 })
      .resize(64, 64, { kernel: 'cubic', fit: 'fill' })
      .toColourspace('srgb')
      .raw()
      .toBuffer();
    expect(alone.equals(together.image(index))).toBe(true);
  }
});

test('damaged, misshapen, empty and missing files are named with the reason, and their neighbours stay as they are', async () => {
  const whole = await readFile(faces[0] ?? '');
  const write = async (name: string, data: Uint8Array) => {
    await writeFile(tree.path(name), data);
    return tree.path(name);
  };
  const scrambled = Buffer.from(whole);
  for (let at = whole.length >> 1; at < (whole.length >> 1) + 60; at++) scrambled[at] = (at * 77) & 0x7f;
  await photo(5, 218, 178).jpeg().toFile(tree.path('lying.jpg'));
  const paths = [
    faces[1] ?? '',
    await write('half.jpg', whole.subarray(0, whole.length >> 1)),
    await write('almost.jpg', whole.subarray(0, whole.length - 40)),
    await write('header.jpg', whole.subarray(0, 100)),
    await write('scrambled.jpg', scrambled),
    await write('empty.jpg', new Uint8Array()),
    await write('text.jpg', Buffer.from('<html>quota exceeded</html>')),
    tree.path('lying.jpg'),
    tree.path('nowhere.jpg'),
    faces[2] ?? '',
  ];
  const { problems, image } = await decodeAll(paths);
  expect([...problems.keys()].toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(problems.get(1)).toMatch(/premature end/i);
  expect(problems.get(7)).toBe('it is 218x178, expected 178x218');
  expect(problems.get(8)).toBe('it is missing');
  const clean = await decodeAll([faces[1] ?? '', faces[2] ?? '']);
  expect(image(0).equals(clean.image(0))).toBe(true);
  expect(image(9).equals(clean.image(1))).toBe(true);
});
