import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AttganError } from '@attgan/core';
import fc from 'fast-check';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readPhoto } from './photo-file.ts';

let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'attgan-hostile-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const small = sharp({ create: { width: 24, height: 16, channels: 3, background: '#a05040' } });

/** Its size where it is read; otherwise its refusal, which has to be one line for people. */
async function sizeOrRefusal(bytes: Uint8Array, name = 'photo.jpg'): Promise<string> {
  const path = join(root, name);
  await writeFile(path, bytes);
  try {
    const { picture } = await readPhoto(path);
    expect(picture.pixels.length).toBe(picture.width * picture.height * 3);
    return `${picture.width}x${picture.height}`;
  } catch (error) {
    expect(error).toBeInstanceOf(AttganError);
    expect((error as Error).message).toMatch(/^Cannot read [^\n]+\.$/);
    return 'refused';
  }
}

test('300 pictures cut short or with bytes changed are read or refused in one line', { timeout: 120_000 }, async () => {
  const whole = await Promise.all([
    small.clone().jpeg().toBuffer(),
    small.clone().png().toBuffer(),
    small.clone().webp().toBuffer(),
    small.clone().gif().toBuffer(),
    small.clone().tiff().toBuffer(),
  ]);
  const damage = fc.record({
    which: fc.integer({ min: 0, max: whole.length - 1 }),
    keep: fc.double({ min: 0, max: 1, noNaN: true }),
    cut: fc.boolean(),
    values: fc.uint8Array({ minLength: 1, maxLength: 6 }),
  });
  await fc.assert(
    fc.asyncProperty(damage, async ({ which, keep, cut, values }) => {
      const bytes = Uint8Array.from(whole[which] as Uint8Array);
      const at = Math.floor(keep * (bytes.length - values.length));
      if (!cut) bytes.set(values, at);
      await sizeOrRefusal(cut ? bytes.subarray(0, at) : bytes);
    }),
    { numRuns: 300 },
  );
});

test('every EXIF orientation comes upright', async () => {
  for (let orientation = 1; orientation <= 8; orientation++) {
    const bytes = await small.clone().withMetadata({ orientation }).jpeg().toBuffer();
    expect(await sizeOrRefusal(bytes)).toBe(orientation > 4 ? '16x24' : '24x16');
  }
});

test('odd pictures are read, and what is none is refused', async () => {
  const one = await sharp({ create: { width: 1, height: 1, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  expect(await sizeOrRefusal(one)).toBe('1x1');
  const frames = Buffer.concat([Buffer.alloc(24 * 16 * 3, 10), Buffer.alloc(24 * 16 * 3, 200)]);
  const moving = await sharp(frames, { raw: { width: 24, height: 32, channels: 3, pageHeight: 16 } })
    .gif()
    .toBuffer();
  expect(await sizeOrRefusal(moving, 'moving.gif')).toBe('24x16');
  // A PNG that declares 30,000 × 30,000 pixels, and one of 16,384 × 16,384, which sharp would not write again.
  const huge = await sharp({ create: { width: 1, height: 1, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  huge.writeUInt32BE(30_000, 16);
  huge.writeUInt32BE(30_000, 20);
  expect(await sizeOrRefusal(huge)).toBe('refused');
  const svg = '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>';
  expect(await sizeOrRefusal(Buffer.from(svg))).toBe('refused');
  const heic = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic\0\0\0\0heicmif1'), Buffer.alloc(64)]);
  expect(await sizeOrRefusal(heic)).toBe('refused');
});
