import sharp from 'sharp';
import { expect, test } from 'vitest';
import { loadPicture } from './load-picture.ts';
import { blankPicture, type Picture } from './picture.ts';
import { resample } from './resample.ts';
import { resizeSquare as inNode } from './resize/in-node.ts';
import { resizeSquare as inPage } from './resize/in-page.ts';

/** Smooth colours with an edge across them. */
function scene(width: number, height: number): Picture {
  const { pixels } = blankPicture(width, height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 3;
      pixels[at] = 127 + 100 * Math.sin(x / 9);
      pixels[at + 1] = 127 + 100 * Math.cos(y / 7);
      pixels[at + 2] = x + y > (width + height) / 2 ? 200 : 40;
    }
  }
  return { width, height, pixels };
}

function apart(one: Uint8Array, other: Uint8Array): number {
  return one.reduce((sum, value, at) => sum + Math.abs(value - (other[at] as number)), 0) / one.length;
}

test('at its own size an area is copied', () => {
  const whole = scene(40, 30);
  const area = { x: 5, y: 7, width: 20, height: 11 };
  const part = resample(whole, area, 20, 11, 'cubic');
  for (let y = 0; y < 11; y++) {
    const start = ((7 + y) * 40 + 5) * 3;
    expect(part.pixels.subarray(y * 60, (y + 1) * 60)).toEqual(whole.pixels.subarray(start, start + 60));
  }
});

test.each(['linear', 'cubic'] as const)(
  'one colour stays that colour, larger and smaller, by the %s kernel',
  (kernel) => {
    const grey = blankPicture(37, 23, 0x7f7f7f);
    const area = { x: 0, y: 0, width: 37, height: 23 };
    for (const size of [1, 5, 90])
      expect(new Set(resample(grey, area, size, size, kernel).pixels)).toEqual(new Set([127]));
  },
);

test.each([170, 64, 40])('a page crops to %i pixels as Node does, to a level or two', async (size) => {
  const area = { x: 3, y: 26, width: 170, height: 170 };
  const picture = scene(178, 218);
  const [here, there] = await Promise.all([inNode(picture, area, size), inPage(picture, area, size)]);
  expect(apart(here.pixels, there.pixels)).toBeLessThan(0.8);
});

test('shrinking takes the mean of what it covers: a fine checkerboard is grey', async () => {
  const board = await loadPicture(
    await sharp(
      Uint8Array.from({ length: 64 * 64 * 3 }, (_, at) =>
        (at / 3) % 2 < 1 === Math.floor(at / 192) % 2 < 1 ? 255 : 0,
      ),
      { raw: { width: 64, height: 64, channels: 3 } },
    )
      .png()
      .toBuffer(),
  );
  const { pixels } = resample(board, { x: 0, y: 0, width: 64, height: 64 }, 8, 8, 'linear');
  for (const value of pixels) expect(Math.abs(value - 127.5)).toBeLessThan(12);
});
