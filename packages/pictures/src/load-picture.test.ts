import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { AttganError } from '@attgan/core';
import sharp from 'sharp';
import { beforeAll, expect, test } from 'vitest';
import { loadPicture } from './load-picture.ts';
import { blankPicture, paste, type Picture } from './picture.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attgan-load-'));
});

async function load(bytes: Uint8Array): Promise<Picture> {
  const path = join(folder, 'photo');
  await writeFile(path, bytes);
  return loadPicture(path);
}

const at = ({ width, pixels }: Picture, x: number, y: number): number[] =>
  Array.from(pixels.slice((y * width + x) * 3, (y * width + x) * 3 + 3));

const raw = (picture: Picture) =>
  sharp(picture.pixels, { raw: { width: picture.width, height: picture.height, channels: 3 } });

const COLOURS = { A: 0xe00000, B: 0x00e000, C: 0x0000e0, D: 0xe0e000 };

/** Four quarters, 48 x 32: A B over C D. */
function quarters(): Picture {
  const picture = blankPicture(48, 32);
  paste(picture, blankPicture(24, 16, COLOURS.A), 0, 0);
  paste(picture, blankPicture(24, 16, COLOURS.B), 24, 0);
  paste(picture, blankPicture(24, 16, COLOURS.C), 0, 16);
  paste(picture, blankPicture(24, 16, COLOURS.D), 24, 16);
  return picture;
}

/** The letter of the colour nearest to what a quarter shows in its middle. */
function letter(picture: Picture, right: boolean, bottom: boolean): string {
  const x = Math.floor(picture.width * (right ? 0.75 : 0.25));
  const y = Math.floor(picture.height * (bottom ? 0.75 : 0.25));
  const seen = at(picture, x, y);
  const distance = (colour: number): number =>
    [colour >> 16, (colour >> 8) & 255, colour & 255].reduce(
      (sum, value, i) => sum + Math.abs(value - (seen[i] ?? 0)),
      0,
    );
  return Object.entries(COLOURS).toSorted(([, a], [, b]) => distance(a) - distance(b))[0]?.[0] ?? '';
}

// EXIF says which side of the scene the first row and the first column are, e.g. 6: the right side, the top.
const orientations = ['ABCD', 'BADC', 'DCBA', 'CDAB', 'ACBD', 'CADB', 'DBCA', 'BDAC'].map(
  (quadrants, index) => [index + 1, quadrants] as const,
);
test.each(orientations)('a JPEG of EXIF orientation %i is turned upright', async (orientation, expected) => {
  const picture = await load(await raw(quarters()).jpeg({ quality: 95 }).withMetadata({ orientation }).toBuffer());
  expect([picture.width, picture.height]).toEqual(orientation < 5 ? [48, 32] : [32, 48]);
  const seen = [
    letter(picture, false, false),
    letter(picture, true, false),
    letter(picture, false, true),
    letter(picture, true, true),
  ];
  expect(seen.join('')).toBe(expected);
});

test('a PNG is read exactly', async () => {
  const picture = quarters();
  expect(await load(await raw(picture).png().toBuffer())).toEqual(picture);
});

test('transparency becomes white', async () => {
  const background = { r: 200, g: 0, b: 100, alpha: 0.2 };
  const png = await sharp({ create: { width: 3, height: 2, channels: 4, background } })
    .png()
    .toBuffer();
  const expected = [200, 0, 100].map((value) => value * 0.2 + 255 * 0.8);
  at(await load(png), 1, 1).forEach((value, i) => expect(Math.abs(value - (expected[i] ?? 0))).toBeLessThanOrEqual(1));
});

test('grey, 16 bits, 16 bits with transparency, CMYK, WebP, GIF and TIFF become 8-bit RGB', async () => {
  const grey = sharp(new Uint8Array(12).fill(90), { raw: { width: 4, height: 3, channels: 1 } });
  const deep = (channels: 3 | 4, values: readonly number[]) =>
    sharp(
      Uint16Array.from({ length: 12 * channels }, (_, i) => values[i % channels] ?? 0),
      {
        raw: { width: 4, height: 3, channels },
      },
    ).toColourspace('rgb16');
  const solid = raw(blankPicture(4, 3, 0x5a5a5a));
  const files: Record<string, Promise<Buffer>> = {
    grey: grey.toColourspace('b-w').png().toBuffer(),
    deep: deep(3, [90 * 257, 90 * 257, 90 * 257])
      .png()
      .toBuffer(),
    deepTransparent: deep(4, [0, 0, 0, (255 - 90) * 257])
      .png()
      .toBuffer(),
    cmyk: solid.clone().toColourspace('cmyk').jpeg().toBuffer(),
    webp: solid.clone().webp({ lossless: true }).toBuffer(),
    gif: solid.clone().gif().toBuffer(),
    tiff: solid.clone().tiff({ compression: 'lzw' }).toBuffer(),
  };
  for (const [name, bytes] of Object.entries(files)) {
    const picture = await load(await bytes);
    expect([picture.width, picture.height, picture.pixels.length], name).toEqual([4, 3, 36]);
    // Printing inks reach fewer colours: the conversion there and back is rough.
    const tolerance = name === 'cmyk' ? 16 : 3;
    for (const value of picture.pixels)
      expect(Math.abs(value - 90), `${name}: ${value}`).toBeLessThanOrEqual(tolerance);
  }
});

test('an animation gives its first frame', async () => {
  const frames = Buffer.concat([blankPicture(8, 8, 0xff0000).pixels, blankPicture(8, 8, 0x0000ff).pixels]);
  const gif = await sharp(frames, { raw: { width: 8, height: 16, channels: 3, pageHeight: 8 } })
    .gif()
    .toBuffer();
  const picture = await load(gif);
  expect([picture.height, ...at(picture, 4, 4)]).toEqual([8, 255, 0, 0]);
});

test('a file that has changed is read anew', async () => {
  await load(
    await raw(blankPicture(4, 4, 0x111111))
      .png()
      .toBuffer(),
  );
  expect(
    at(
      await load(
        await raw(blankPicture(4, 4, 0x999999))
          .png()
          .toBuffer(),
      ),
      0,
      0,
    ),
  ).toEqual([153, 153, 153]);
});

/** A PNG file that says it has so many pixels on each side. */
async function claiming(edge: number): Promise<Uint8Array> {
  const png = await raw({ width: 1, height: 1, pixels: new Uint8Array(3) })
    .png()
    .toBuffer();
  png.writeUInt32BE(edge, 16);
  png.writeUInt32BE(edge, 20);
  const head = png.subarray(12, 29);
  png.writeUInt32BE(crc32(head), 29);
  return png;
}

test('what is no image is named in one line', async () => {
  const noise = Uint8Array.from({ length: 120 * 120 * 3 }, (_, i) => (i * 7919) % 251);
  const jpeg = await raw({ width: 120, height: 120, pixels: noise }).jpeg().toBuffer();
  const huge = Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg" width="20000" height="20000"><rect width="9" height="9"/></svg>',
  );
  const cases: readonly [Uint8Array, RegExp][] = [
    [Buffer.from('a plain text'), /photo: it is not an image that can be read\.$/],
    [new Uint8Array(0), /photo: it is not an image that can be read\.$/],
    [jpeg.subarray(0, jpeg.length / 2), /photo: the image is damaged \(.*\)\.$/],
    [huge, /photo: the image is too large, over 16 million pixels\.$/],
    // A few bytes that claim much.
    [await claiming(16_384), /photo: the image is too large, over 16 million pixels\.$/],
  ];
  for (const [bytes, message] of cases) {
    const error: unknown = await load(bytes).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(AttganError);
    expect((error as Error).message).toMatch(message);
    expect((error as Error).message).not.toContain('\n');
  }
});

test('a missing file and a folder are named', async () => {
  await expect(loadPicture(join(folder, 'none.jpg'))).rejects.toThrow(/Cannot read .*none.jpg: there is no such file/);
  await mkdir(join(folder, 'album'));
  await expect(loadPicture(join(folder, 'album'))).rejects.toThrow(/Cannot read .*album: it is a folder/);
});
