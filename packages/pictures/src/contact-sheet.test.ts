import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contactSheet, strip } from './contact-sheet.ts';
import { blankPicture, type Picture } from './picture.ts';

const WHITE = [255, 255, 255];
const at = ({ width, pixels }: Picture, x: number, y: number): number[] =>
  Array.from(pixels.slice((y * width + x) * 3, (y * width + x) * 3 + 3));

function noise(size: number, seed: number): Picture {
  return {
    width: size,
    height: size,
    pixels: Uint8Array.from({ length: size * size * 3 }, (_, i) => (i * seed) % 199),
  };
}

/** The part of a sheet that a picture should cover. */
function part(sheet: Picture, left: number, top: number, size: number): Uint8Array {
  const rows = Array.from({ length: size }, (_, y) =>
    sheet.pixels.subarray(((top + y) * sheet.width + left) * 3, ((top + y) * sheet.width + left + size) * 3),
  );
  return Buffer.concat(rows);
}

/** Whether nothing but white lies in a ring of `margin` pixels. */
function hasWhiteRing(sheet: Picture, margin: number): boolean {
  for (let y = 0; y < sheet.height; y++) {
    for (let x = 0; x < sheet.width; x++) {
      const inRing = x < margin || y < margin || x >= sheet.width - margin || y >= sheet.height - margin;
      if (inRing && at(sheet, x, y).join() !== WHITE.join()) return false;
    }
  }
  return true;
}

/** Whether anything in a part of the sheet is darker than paper. */
function hasInk(sheet: Picture, left: number, top: number, right: number, bottom: number): boolean {
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) if ((at(sheet, x, y)[0] ?? 255) < 128) return true;
  }
  return false;
}

test('n pictures of width w take n·w + (n + 1)·gap, and stay exact', () => {
  const rows = [[noise(20, 3), noise(20, 5), noise(20, 7)], [noise(20, 11)]];
  const sheet = contactSheet({ rows, gap: 6 });
  expect([sheet.width, sheet.height]).toEqual([3 * 20 + 4 * 6, 2 * 20 + 3 * 6]);
  rows.forEach((row, y) =>
    row.forEach((picture, x) => {
      expect(Buffer.from(picture.pixels).equals(part(sheet, 6 + x * 26, 6 + y * 26, 20))).toBe(true);
    }),
  );
  expect(at(sheet, 40, 40)).toEqual(WHITE);
});

test('enlarging makes every pixel a square', () => {
  const picture = noise(5, 13);
  const sheet = contactSheet({ rows: [[picture]], gap: 1, scale: 3 });
  expect([sheet.width, sheet.height]).toEqual([17, 17]);
  for (let y = 0; y < 15; y++) {
    for (let x = 0; x < 15; x++)
      expect(at(sheet, 1 + x, 1 + y)).toEqual(at(picture, Math.floor(x / 3), Math.floor(y / 3)));
  }
});

test('labels take room of their own: the pictures beside and below them stay exact', () => {
  const rows = [
    [noise(64, 3), noise(64, 5)],
    [noise(64, 7), noise(64, 9)],
  ];
  const bare = contactSheet({ rows });
  const sheet = contactSheet({
    rows,
    columnLabels: ['Bald', 'Bangs'],
    rowLabels: ['000001.jpg', '2'],
    title: 'Two faces',
  });
  expect(sheet.width).toBeGreaterThan(bare.width);
  const [left, top] = [sheet.width - 16 - 132, sheet.height - 16 - 132];
  rows.forEach((row, y) =>
    row.forEach((picture, x) => {
      expect(Buffer.from(picture.pixels).equals(part(sheet, left + x * 68, top + y * 68, 64))).toBe(true);
    }),
  );
  expect(hasInk(sheet, left, top - 20, left + 64, top)).toBe(true);
  expect(hasInk(sheet, left + 68, top - 20, left + 132, top)).toBe(true);
  expect(hasInk(sheet, 16, top, left - 8, top + 64)).toBe(true);
  expect(hasInk(sheet, 16, 16, 120, 36)).toBe(true);
});

test('an underscore over a column is a space', () => {
  const rows = [[blankPicture(128, 128, 0)]];
  const [one, two] = ['Mouth_Slightly_Open', 'Mouth Slightly Open'].map((label) =>
    contactSheet({ rows, columnLabels: [label] }),
  );
  expect(one).toEqual(two);
});

test('labels that fit over their pictures are upright, others are slanted and take more height', () => {
  const rows = [[blankPicture(64, 64, 0), blankPicture(64, 64, 0)]];
  const upright = contactSheet({ rows, columnLabels: ['Mouth_Slightly_Open', 'Bald'] });
  const slanted = contactSheet({ rows, columnLabels: ['Reconstruction', 'Bald'] });
  expect(upright.height).toBeLessThan(64 + 2 * 16 + 3 * 16);
  expect(slanted.height).toBeGreaterThan(64 + 2 * 16 + 3 * 16);
});

test('no text is cut off: whatever the labels, a white margin is left all around', () => {
  const label = fc.string({
    unit: fc.constantFrom('W', 'g', 'i', ' ', '_', '<', '&', 'Å', '−', '\u0000', '\ud800'),
    maxLength: 30,
  });
  fc.assert(
    fc.property(
      fc.constantFrom(24, 64, 130),
      fc.array(label, { minLength: 1, maxLength: 3 }),
      fc.array(label, { maxLength: 2 }),
      label,
      (size, columnLabels, rowLabels, title) => {
        const rows = [0, 1].map(() => columnLabels.map(() => blankPicture(size, size, 0x777777)));
        const sheet = contactSheet({ rows, columnLabels, rowLabels, title: `Title ${title}` });
        expect(hasWhiteRing(sheet, 8)).toBe(true);
      },
    ),
    { numRuns: 25 },
  );
}, 30_000);

test('a strip is a sheet of one row', () => {
  const pictures = [noise(64, 3), noise(64, 5)];
  expect(strip(pictures, { labels: ['−1', '+1'] })).toEqual(
    contactSheet({ rows: [pictures], columnLabels: ['−1', '+1'] }),
  );
  expect(strip(pictures).height).toBe(64 + 2 * 4);
});

test('pictures of different sizes, or none, make no sheet', () => {
  expect(() => contactSheet({ rows: [[]] })).toThrow(RangeError);
  expect(() => contactSheet({ rows: [] })).toThrow(RangeError);
  expect(() => contactSheet({ rows: [[blankPicture(2, 2)], [blankPicture(2, 3)]] })).toThrow(/2x2 and 2x3/);
});
