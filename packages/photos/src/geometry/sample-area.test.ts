import { blankPicture, type Picture } from '@attgan/pictures';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sampleArea } from './sample-area.ts';
import { IDENTITY } from './similarity.ts';

const picture = fc
  .record({ width: fc.integer({ min: 1, max: 12 }), height: fc.integer({ min: 1, max: 12 }) })
  .chain(({ width, height }) =>
    fc
      .uint8Array({ minLength: width * height * 3, maxLength: width * height * 3 })
      .map((pixels): Picture => ({ width, height, pixels: Uint8Array.from(pixels) })),
  );

test('the identity gives the picture itself', () => {
  fc.assert(
    fc.property(picture, (given) => {
      expect(sampleArea(given, IDENTITY, given.width, given.height)).toEqual(given);
    }),
  );
});

test('a picture of one colour stays so, beyond its border too', () => {
  const placed = fc.record({
    a: fc.double({ min: -9, max: 9, noNaN: true }),
    b: fc.double({ min: -9, max: 9, noNaN: true }),
    x: fc.double({ min: -50, max: 50, noNaN: true }),
    y: fc.double({ min: -50, max: 50, noNaN: true }),
  });
  fc.assert(
    fc.property(placed, (toSource) => {
      const piece = sampleArea(blankPicture(7, 5, 0x0a_14_1e), toSource, 4, 4);
      expect([...piece.pixels]).toEqual(Array.from({ length: 16 }, () => [10, 20, 30]).flat());
    }),
  );
});

test('shrinking takes means: a fine checkerboard becomes grey', () => {
  const board = blankPicture(64, 64);
  board.pixels.forEach((_, at) => {
    const [x, y] = [Math.floor(at / 3) % 64, Math.floor(at / 192)];
    board.pixels[at] = (x + y) % 2 === 0 ? 255 : 0;
  });
  const piece = sampleArea(board, { a: 8, b: 0, x: 3.5, y: 3.5 }, 8, 8);
  for (const value of piece.pixels) expect(Math.abs(value - 127.5)).toBeLessThan(2);
});
