import fc from 'fast-check';
import { expect, test } from 'vitest';
import { linkOf, parseLink } from './link.ts';

const ATTRIBUTES = ['Young', 'Black_Hair', 'With space & more=1'];

test('a link brings back the sliders to a percent, and the strength', () => {
  const percent = fc.integer({ min: -100, max: 100 });
  const sliders = fc.array(percent, { minLength: 3, maxLength: 3 });
  fc.assert(
    fc.property(sliders, fc.integer({ min: 5, max: 40 }), (percents, tenths) => {
      const link = linkOf(
        percents.map((value) => value / 100),
        ATTRIBUTES,
        tenths / 10,
      );
      const read = parseLink(link, ATTRIBUTES);
      const moved = percents.some((value) => value !== 0);
      expect(read?.strength).toBe(moved ? tenths / 10 : undefined);
      expect(ATTRIBUTES.map((name) => Math.round((read?.sliders[name] ?? 0) * 100))).toEqual(percents);
    }),
  );
});

test('what is no slider of the model, no number, or beyond the ends does no harm', () => {
  expect(parseLink('', ATTRIBUTES)).toBeUndefined();
  expect(parseLink('#section-2', ATTRIBUTES)).toBeUndefined();
  expect(parseLink('#Young=&Hat=50&%ff=1', ATTRIBUTES)).toBeUndefined();
  expect(parseLink('#Young=900&Black_Hair=Infinity&strength=1e9', ATTRIBUTES)).toEqual({
    sliders: { Young: 1 },
    strength: 4,
  });
});
