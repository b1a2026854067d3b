import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chooseGains } from './choose-gains.ts';

const strengths = [1, 2, 3];
const goal = { wanted: 0.8, others: 0.1, strength: 2 };
const gainOf = (wanted: readonly number[], others: readonly number[] = [0, 0, 0]) =>
  chooseGains({ Bald: { strengths, wanted, others } }, goal)['Bald'];

test('a gain is the least factor at which edits are read as wanted as often as asked, between measured strengths', () => {
  expect(gainOf([0.6, 1, 1])).toBe(0.75);
  expect(gainOf([0.2, 0.4, 0.8])).toBe(1.5);
});

test('single attributes may be asked for less, or more', () => {
  const curve = { strengths, wanted: [0.2, 0.4, 0.8], others: [0, 0, 0] };
  const gains = chooseGains({ Bald: curve, Bangs: curve }, { ...goal, wantedOf: { Bald: 0.4 } });
  expect(gains).toEqual({ Bald: 1, Bangs: 1.5 });
});

test('a gain is no less than the least strength that was measured', () => {
  expect(gainOf([0.9, 1, 1])).toBe(0.5);
});

test('where edits are never read as wanted so often, it stops where more strength gains less than two points', () => {
  expect(gainOf([0.1, 0.5, 0.51])).toBe(1);
});

test('a gain stops where other attributes are read wrongly too often', () => {
  expect(gainOf([0, 0.4, 0.8], [0.05, 0.15, 0.2])).toBe(0.75);
  expect(gainOf([0, 0.4, 0.8], [0.2, 0.3, 0.4])).toBe(0.5);
});

test('property: a gain is within what was measured, and asking for more never lowers it', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  const curve = fc
    .tuple(fc.array(share, { minLength: 4, maxLength: 4 }), fc.array(share, { minLength: 4, maxLength: 4 }))
    .map(([wanted, others]) => ({ strengths: [0.5, 1, 2, 4], wanted, others }));
  fc.assert(
    fc.property(curve, share, share, share, (each, one, other, others) => {
      const [low, high] = [Math.min(one, other), Math.max(one, other)].map(
        (wanted) => chooseGains({ Bald: each }, { wanted, others, strength: 1 })['Bald'] as number,
      ) as [number, number];
      expect(low).toBeGreaterThanOrEqual(0.5);
      expect(high).toBeLessThanOrEqual(4);
      expect(high).toBeGreaterThanOrEqual(low);
    }),
  );
});
