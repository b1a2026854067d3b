import { expect, test } from 'vitest';
import { cropForModel } from './crop-for-model.ts';
import { blankPicture, paste, type Picture } from './picture.ts';

const crop = { width: 178, height: 218, x: 4, y: 24, edge: 170 };

function picture(width: number, height: number, value: (x: number, y: number) => number): Picture {
  const pixels = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) pixels.fill(value(x, y), (y * width + x) * 3, (y * width + x) * 3 + 3);
  }
  return { width, height, pixels };
}

test('a photo of the training shape is cropped as the training photos were', async () => {
  const photo = blankPicture(178, 218, 0xff0000);
  paste(photo, blankPicture(170, 170, 0x123456), 4, 24);
  const cropped = await cropForModel(photo, 128, crop);
  expect(cropped).toEqual({ picture: blankPicture(128, 128, 0x123456), note: 'cropped as in training' });
});

test('without a change of size the cropped pixels are the photo’s own', async () => {
  const photo = picture(178, 218, (x, y) => (x * 3 + y * 5) % 256);
  const { picture: cropped } = await cropForModel(photo, 170, crop);
  expect(cropped).toEqual(picture(170, 170, (x, y) => ((x + 4) * 3 + (y + 24) * 5) % 256));
});

test('of another photo the largest square in its middle is taken', async () => {
  for (const [width, height, x, y] of [
    [300, 200, 50, 0],
    [200, 301, 0, 50],
  ] as const) {
    const photo = blankPicture(width, height, 0xff0000);
    paste(photo, blankPicture(200, 200, 0x00ff00), x, y);
    const { picture: cropped, note } = await cropForModel(photo, 64, crop);
    expect(cropped).toEqual(blankPicture(64, 64, 0x00ff00));
    expect(note).toBe(`centred and resized from ${width}x${height}`);
  }
});

test('a square of the right size is used as it is', async () => {
  const photo = picture(64, 64, (x, y) => x ^ y);
  expect(await cropForModel(photo, 64, crop)).toEqual({ picture: photo, note: 'used as it is' });
});

test('resizing keeps a slope a slope, up and down', async () => {
  const photo = picture(120, 120, (x) => 20 + x);
  for (const size of [64, 256]) {
    const { picture: resized } = await cropForModel(photo, size);
    for (let x = 8; x < size - 8; x++) {
      // Pixel centres: (x + ½) · 120 / size − ½ on the photo.
      const expected = 20 + ((x + 0.5) * 120) / size - 0.5;
      expect(Math.abs((resized.pixels[(10 * size + x) * 3] ?? 0) - expected)).toBeLessThanOrEqual(1);
    }
  }
});

test('a photo smaller than the model’s pictures is enlarged', async () => {
  const { picture: resized, note } = await cropForModel(blankPicture(1, 3, 0x334455), 32);
  expect(resized).toEqual(blankPicture(32, 32, 0x334455));
  expect(note).toBe('centred and resized from 1x3');
});
