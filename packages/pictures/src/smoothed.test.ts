import fc from 'fast-check';
import { expect, test } from 'vitest';
import { smoothed } from './smoothed.ts';

const inside = (place: number, length: number): number => Math.min(Math.max(place, 0), length - 1);

test('weighs each value and its neighbours 1, 2, 1 in both directions, channel by channel, as if edges went on', () => {
  const sides = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }));
  fc.assert(
    fc.property(sides, fc.infiniteStream(fc.integer({ min: -255, max: 255 })), ([width, height], numbers) => {
      const values = Float32Array.from(numbers.take(width * height * 3));
      const found = smoothed(values, width, height);
      for (const [at, value] of found.entries()) {
        const [y, x, channel] = [Math.floor(at / 3 / width), Math.floor(at / 3) % width, at % 3];
        let sum = 0;
        for (const down of [-1, 0, 1]) {
          for (const right of [-1, 0, 1]) {
            const place = (inside(y + down, height) * width + inside(x + right, width)) * 3 + channel;
            sum += ((2 - Math.abs(down)) * (2 - Math.abs(right)) * (values[place] as number)) / 16;
          }
        }
        expect(value).toBeCloseTo(sum, 4);
      }
    }),
  );
});
