import { blankPicture, loadPicture, type Picture } from '@attgan/pictures';
import { sampleArea } from '@attgan/photos';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { changedOutside } from './changed-outside.ts';
import { greyOf, sharpnessOf } from './grey-picture.ts';
import { nearestRow } from './nearest-row.ts';
import { meanDisplacement, registerPictures } from './register-pictures.ts';

const portrait = fileURLToPath(new URL('../../../photos/assets/astronaut.png', import.meta.url));
const [width, height] = [178, 218];

/** A piece of the portrait around the face, turned by `angle`, enlarged by `scale`, moved by (x, y) about its middle. */
async function piece(angle: number, scale: number, x: number, y: number): Promise<Picture> {
  const [a, b] = [scale * Math.cos(angle), scale * Math.sin(angle)];
  const [u, v] = [(width - 1) / 2, (height - 1) / 2];
  const middle = { x: 222 + x, y: 130 + y };
  return sampleArea(
    await loadPicture(portrait),
    { a, b, x: middle.x - a * u + b * v, y: middle.y - b * u - a * v },
    width,
    height,
  );
}

test.each([
  { angle: 0, scale: 1, x: 0, y: 0 },
  { angle: 0, scale: 1, x: 4, y: -3 },
  { angle: 0.05, scale: 0.97, x: -2, y: 3 },
])('registration finds a turn of $angle, a scale of $scale and a shift of ($x, $y)', async ({ angle, scale, x, y }) => {
  // `moved` shows at p what the portrait has at T(p); so the unmoved piece's pixels lie at the inverse in `moved`.
  const [unmoved, moved] = [greyOf(await piece(0, 1, 0, 0)), greyOf(await piece(angle, scale, x, y))];
  const found = registerPictures(moved, unmoved);
  expect(found.a).toBeCloseTo(scale * Math.cos(angle), 2);
  expect(found.b).toBeCloseTo(scale * Math.sin(angle), 2);
  expect(Math.abs(found.x - x)).toBeLessThan(0.1);
  expect(Math.abs(found.y - y)).toBeLessThan(0.1);
  expect(found.correlation).toBeGreaterThan(0.99);
});

test('brightness may differ by a factor and a shift', async () => {
  const [unmoved, moved] = [greyOf(await piece(0, 1, 0, 0)), greyOf(await piece(0, 1, 3, 2))];
  const dimmed = { ...moved, values: moved.values.map((value) => 0.6 * value + 20) };
  const found = registerPictures(dimmed, unmoved);
  expect([found.x, found.y].map((value) => Math.round(value * 10) / 10)).toEqual([3, 2]);
});

test('displacement is 0 for no change, and the length of a shift', () => {
  expect(meanDisplacement({ a: 1, b: 0, x: 0, y: 0 }, width, height)).toBe(0);
  expect(meanDisplacement({ a: 1, b: 0, x: 3, y: -4 }, width, height)).toBeCloseTo(5, 10);
});

test('a flat picture has no sharpness, a pattern of single pixels has the most', () => {
  const flat = greyOf(blankPicture(8, 8, 0x80_80_80));
  expect(sharpnessOf(flat)).toBeCloseTo(0, 3);
  const board = { ...flat, values: flat.values.map((_, at) => ((at + (at >> 3)) % 2 === 0 ? 0 : 255)) };
  expect(sharpnessOf(board)).toBe(4 * 255);
});

test('pixels that changed are counted outside of the squares only', () => {
  const photo = blankPicture(10, 10, 0);
  const edited = { ...photo, pixels: photo.pixels.slice() };
  for (const place of [0, 55, 99]) edited.pixels[place * 3 + 1] = 9;
  const square = [
    { x: 3, y: 3 },
    { x: 7, y: 3 },
    { x: 7, y: 7 },
    { x: 3, y: 7 },
  ];
  expect(changedOutside(photo, edited, [square])).toBe(2);
  expect(changedOutside(photo, edited, [])).toBe(3);
  expect(changedOutside(photo, photo, [])).toBe(0);
});

test('the nearest row is found by squared distance, the first of equals', () => {
  const known = [Float32Array.of(0, 0), Float32Array.of(3, 4), Float32Array.of(3, 4)];
  expect(nearestRow(Float32Array.of(0.2, 0.1, 2.5, 4), known)).toEqual([0, 1]);
});
