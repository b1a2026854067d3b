import { mkdtemp, readFile, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, expect, test } from 'vitest';
import { animate, encodePng, savePng } from './encode-picture.ts';
import { loadPicture } from './load-picture.ts';
import { blankPicture } from './picture.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attgan-encode-'));
});

const noise = { width: 31, height: 17, pixels: Uint8Array.from({ length: 31 * 17 * 3 }, (_, i) => (i * i * 31) % 256) };

test('a saved PNG has every pixel, the same bytes every time, and nothing lies beside it', async () => {
  const path = join(folder, 'noise.png');
  await savePng(path, noise);
  expect(await loadPicture(path)).toEqual(noise);
  expect((await encodePng(noise)).equals(await readFile(path))).toBe(true);
  expect(await readdir(folder)).toEqual(['noise.png']);
});

test('a folder that is missing is named', async () => {
  await expect(savePng(join(folder, 'none', 'a.png'), noise)).rejects.toThrow(
    /Cannot write .*none.*a.png: there is no/,
  );
});

const frames = [0x000000, 0x404040, 0x808080, 0xc0c0c0].map((colour) => blankPicture(16, 12, colour));

test.each(['gif', 'webp'] as const)('an animated %s has its frames, delays and no end', async (format) => {
  const bytes = await animate(frames, format, { delayMs: 70 });
  const { pages, pageHeight, delay, loop } = await sharp(bytes, { animated: true }).metadata();
  expect({ pages, pageHeight, delay, loop }).toEqual({ pages: 4, pageHeight: 12, delay: [70, 70, 70, 70], loop: 0 });
  const { data, info } = await sharp(bytes, { animated: true })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const seen = frames.map((_, frame) => data[(frame * 12 * info.width + 5) * info.channels] ?? 0);
  seen.forEach((value, frame) => expect(Math.abs(value - frame * 64)).toBeLessThanOrEqual(3));
});

test('forth and back shows each end once', async () => {
  const bytes = await animate(frames, 'webp', { pingpong: true });
  expect((await sharp(bytes, { animated: true }).metadata()).pages).toBe(6);
});

test('pictures of different sizes, or none, make no animation', async () => {
  await expect(animate([], 'gif')).rejects.toThrow(RangeError);
  await expect(animate([blankPicture(2, 2), blankPicture(2, 3)], 'gif')).rejects.toThrow(/the same size/);
});
