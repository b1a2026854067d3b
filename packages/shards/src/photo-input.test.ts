import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PHOTO_ENDINGS, resultName } from './photo-input.ts';

test('a result has the name of its photo, and the ending of its format', () => {
  expect(resultName('a/x.jpg', '.jpg')).toBe('a/x.jpg');
  expect(resultName('a/x.jpg', '.png')).toBe('a/x.jpg.png');
  expect(resultName('a/x.jpg.png', '.png')).toBe('a/x.jpg.png.png');
  expect(resultName('a/x.JPG', '.JPG')).toBe('a/x.JPG');
  expect(resultName('a/x.jpg', '.2.png')).toBe('a/x.jpg.2.png');
});

test.each([
  { of: 'edits', endings: [...PHOTO_ENDINGS, '.PNG'] },
  { of: 'faces', endings: ['.1.png', '.2.png'] },
])('two photos never have one result: $of', ({ endings }) => {
  const ending = fc.constantFrom(...endings);
  const last = fc.constantFrom(...PHOTO_ENDINGS, '.PNG', '.1.png', '.2.png');
  const made = fc
    .tuple(fc.constantFrom('x', 'x.', 'y.z'), fc.array(last, { maxLength: 3 }), last, ending)
    .map(([stem, more, end, format]) => {
      const photo = stem + more.join('') + end;
      return { photo, result: resultName(photo, format) };
    });
  fc.assert(
    fc.property(made, made, (one, other) => {
      if (one.photo !== other.photo) expect(one.result).not.toBe(other.result);
    }),
    { numRuns: 5000 },
  );
});
