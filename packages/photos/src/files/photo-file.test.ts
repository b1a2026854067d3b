import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AttganError } from '@attgan/core';
import type { Picture } from '@attgan/pictures';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { jpegQuality } from './jpeg-quality.ts';
import { readPhoto } from './photo-file.ts';
import { writePhoto } from './write-photo.ts';

let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'attgan-photos-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const WIDTH = 40;
const HEIGHT = 24;

function gradient(channels: 3 | 4): Sharp {
  const pixels = Uint8Array.from({ length: WIDTH * HEIGHT * channels }, (_, at) => {
    const pixel = Math.floor(at / channels);
    const [x, y, channel] = [pixel % WIDTH, Math.floor(pixel / WIDTH), at % channels];
    return channel === 3
      ? 40 + 5 * x
      : 6 * x * (channel === 0 ? 1 : 0) + 9 * y * (channel === 1 ? 1 : 0) + 20 * channel;
  });
  return sharp(pixels, { raw: { width: WIDTH, height: HEIGHT, channels } });
}

async function put(name: string, image: Sharp): Promise<string> {
  const path = join(root, name);
  await writeFile(path, await image.toBuffer());
  return path;
}

/** The same picture with its middle brightened. */
function touched({ width, height, pixels }: Picture): Picture {
  const changed = pixels.slice();
  for (let x = 16; x < 24; x++) changed.fill(200, (10 * width + x) * 3, (10 * width + x) * 3 + 3);
  return { width, height, pixels: changed };
}

const MARK = { model: 'faces-64', changes: ['Eyeglasses=on'], strength: 2 };
const P3 = (image: Sharp): Sharp => image.withIccProfile('p3').withExif({ IFD0: { Copyright: 'somebody' } });

test.each([
  ['a.png', P3(gradient(3)).png()],
  ['a.tif', P3(gradient(3)).tiff({ compression: 'lzw' })],
  ['transparent.png', P3(gradient(4)).png()],
  ['grey.png', gradient(3).toColourspace('b-w').png()],
])('%s keeps every pixel that was not edited, and its profile', async (name, image) => {
  const photo = await readPhoto(await put(name, image));
  const edited = touched(photo.picture);
  const out = join(root, `out-${name}`);
  await writePhoto(out, photo, edited, MARK);
  const again = await readPhoto(out);
  const before = await sharp(photo.bytes).metadata();
  const after = await sharp(out).metadata();
  const [from, to] = [(10 * WIDTH + 16) * 3, (10 * WIDTH + 24) * 3];
  again.picture.pixels.forEach((value, at) => {
    if (at >= from && at < to) expect(Math.abs(value - 200)).toBeLessThan(4);
    else expect(value).toBe(photo.picture.pixels[at]);
  });
  expect(after.icc?.length).toBe(before.icc?.length);
  expect([after.channels, after.space]).toEqual([before.channels, before.space]);
  expect(after.xmpAsString).toContain('attgan:attributes="Eyeglasses=on"');
});

test('a JPEG keeps its EXIF, profile, colour resolution and quality, and comes upright', async () => {
  const path = await put('turned.jpg', P3(gradient(3)).withMetadata({ orientation: 6 }).jpeg({ quality: 83 }));
  const photo = await readPhoto(path);
  expect([photo.picture.width, photo.picture.height]).toEqual([HEIGHT, WIDTH]);
  expect(photo.jpeg).toEqual({ quality: 83, subsampling: '4:2:0' });
  const out = join(root, 'turned-out.jpg');
  await writePhoto(out, photo, touched(photo.picture));
  const { orientation = 1, icc, exif, width, chromaSubsampling, xmp } = await sharp(out).metadata();
  expect([orientation, width, chromaSubsampling, jpegQuality(await readFile(out))]).toEqual([1, HEIGHT, '4:2:0', 83]);
  expect(icc).toBeDefined();
  expect(exif?.includes('somebody')).toBe(true);
  expect(xmp).toBeUndefined();
});

test.each([50, 75, 90, 95])('JPEG quality %i is read off the file', async (quality) => {
  expect(jpegQuality(await gradient(3).jpeg({ quality }).toBuffer())).toBe(quality);
});

test('what was not changed is copied byte for byte, without a mark', async () => {
  const path = await put('same.jpg', P3(gradient(3)).jpeg());
  const photo = await readPhoto(path);
  await writePhoto(join(root, 'same-out.jpg'), photo, { ...photo.picture, pixels: photo.picture.pixels.slice() }, MARK);
  expect(await readFile(join(root, 'same-out.jpg'))).toEqual(await readFile(path));
});

test('what XMP said before is still said', async () => {
  const xmp =
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" dc:title="mine"/></rdf:RDF></x:xmpmeta>';
  const photo = await readPhoto(await put('said.png', gradient(3).withXmp(xmp).png()));
  await writePhoto(join(root, 'said-out.png'), photo, touched(photo.picture), MARK);
  const { xmpAsString } = await sharp(join(root, 'said-out.png')).metadata();
  expect(xmpAsString).toContain('dc:title="mine"');
  expect(xmpAsString).toContain('attgan:model="faces-64"');
});

test('CMYK and 16 bits are converted, and say so', async () => {
  const cmyk = await readPhoto(await put('cmyk.jpg', gradient(3).toColourspace('cmyk').jpeg()));
  const deep = await readPhoto(await put('deep.png', gradient(3).toColourspace('rgb16').png()));
  expect([cmyk.converted, deep.converted]).toEqual(['CMYK became sRGB', '16 bits became 8']);
  for (const [photo, name] of [
    [cmyk, 'cmyk-out.jpg'],
    [deep, 'deep-out.png'],
  ] as const) {
    await writePhoto(join(root, name), photo, touched(photo.picture), MARK);
    expect((await sharp(join(root, name)).metadata()).space).toBe('srgb');
  }
});

test('what is no picture, or not all of one, is refused in one line', async () => {
  const whole = await gradient(3).jpeg().toBuffer();
  const cases: readonly (readonly [string, Uint8Array])[] = [
    ['empty.jpg', new Uint8Array()],
    ['text.png', Buffer.from('this is no image')],
    [
      'drawing.jpg',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="5" height="5"/></svg>'),
    ],
    ['half.jpg', whole.subarray(0, whole.length / 2)],
  ];
  for (const [name, bytes] of cases) {
    await writeFile(join(root, name), bytes);
    const error: unknown = await readPhoto(join(root, name)).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(AttganError);
    expect((error as Error).message).toMatch(new RegExp(`^Cannot read .*${name}: [^\n]+\\.$`));
  }
});
