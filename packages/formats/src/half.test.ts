import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bfloat16sToFloats, floatToHalf, halfToFloat, halvesToFloats } from './half.ts';

const EVERY_HALF = Uint16Array.from({ length: 65_536 }, (_, half) => half);

test('known halves have their values', () => {
  expect([0x3c00, 0xc000, 0x7bff, 0x0400, 0x0001, 0x3555, 0x7c00, 0xfc00].map(halfToFloat)).toEqual([
    1,
    -2,
    65504,
    2 ** -14,
    2 ** -24,
    0.333251953125,
    Infinity,
    -Infinity,
  ]);
  expect(Object.is(halfToFloat(0x8000), -0)).toBe(true);
});

test('each of the 65,536 halves survives the way to float32 and back', () => {
  const values = halvesToFloats(EVERY_HALF);
  for (const half of EVERY_HALF) {
    const isNaNPattern = (half & 0x7c00) === 0x7c00 && (half & 0x3ff) !== 0;
    if (isNaNPattern) expect(values[half]).toBeNaN();
    else if (floatToHalf(values[half] as number) !== half) expect(floatToHalf(values[half] as number)).toBe(half);
  }
  expect(halfToFloat(floatToHalf(NaN))).toBeNaN();
});

test('the midpoint of two neighbours goes to the even one, and a hair beyond it to the nearer', () => {
  const word = new Uint32Array(1);
  const float = new Float32Array(word.buffer);
  for (let half = 0; half < 0x7bff; half++) {
    const middle = (halfToFloat(half) + halfToFloat(half + 1)) / 2;
    const even = half % 2 === 0 ? half : half + 1;
    float[0] = middle;
    word[0] = (word[0] as number) + 1;
    const above = float[0];
    word[0] = (word[0] as number) - 2;
    const below = float[0];
    const got = [floatToHalf(middle), floatToHalf(above), floatToHalf(below), floatToHalf(-middle)];
    const expected = [even, half + 1, half, even | 0x8000];
    if (got.join() !== expected.join()) expect([half, ...got]).toEqual([half, ...expected]);
  }
});

test('no half is nearer to a float32 than the chosen one', () => {
  fc.assert(
    fc.property(fc.float({ noNaN: true, min: -65503, max: 65503 }), (value) => {
      const half = floatToHalf(value);
      const distance = Math.abs(halfToFloat(half) - value);
      for (const neighbour of [half - 1, half + 1]) {
        if ((neighbour & 0x7fff) > 0x7bff) continue;
        expect(distance).toBeLessThanOrEqual(Math.abs(halfToFloat(neighbour) - value));
      }
    }),
    { numRuns: 2000 },
  );
});

test('values from 65520 up become infinite, below it 65504', () => {
  expect(floatToHalf(65519.99)).toBe(0x7bff);
  expect(floatToHalf(65520)).toBe(0x7c00);
  expect(floatToHalf(-1e30)).toBe(0xfc00);
});

test('a bfloat16 is the upper half of a float32', () => {
  expect([...bfloat16sToFloats(Uint16Array.of(0x3f80, 0xc040, 0x7f80, 0x0001))]).toEqual([1, -3, Infinity, 2 ** -133]);
});
