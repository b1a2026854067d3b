import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changesOf, degreeOf, moveSlider, shownLook, untouched } from './look.ts';

const MODEL = { attributes: ['Black', 'Blond', 'Brown', 'Hat'], exclusive: [['Black', 'Blond', 'Brown']] };
const FACE = { labels: [0, 1, 0, 0] };
const slider = fc.double({ min: -1, max: 1, noNaN: true });
const strength = fc.double({ min: 0.5, max: 4, noNaN: true });

test('the ends of a slider are on and off, and near the middle next to nothing changes', () => {
  for (const attribute of [0, 1]) {
    expect(degreeOf(1, attribute, FACE, 2)).toBe(1);
    expect(degreeOf(-1, attribute, FACE, 2)).toBe(-1);
  }
  // The face's own code is (2·label − 1)·scale: half of what a strength of 2 asks for.
  expect(degreeOf(1e-9, 0, FACE, 2)).toBeCloseTo(-0.5);
  expect(degreeOf(1e-9, 1, FACE, 2)).toBeCloseTo(0.5);
  expect(degreeOf(1e-9, 1, { labels: FACE.labels, intensities: [1, 0.4, 1, 1] }, 2)).toBeCloseTo(0.2);
});

test('degrees stay from −1 to 1, and rise with the slider', () => {
  fc.assert(
    fc.property(slider, slider, strength, fc.nat(3), (one, other, strength, attribute) => {
      const [low, high] = [Math.min(one, other), Math.max(one, other)];
      const [first, second] = [degreeOf(low, attribute, FACE, strength), degreeOf(high, attribute, FACE, strength)];
      expect(first).toBeGreaterThanOrEqual(-1);
      expect(second).toBeLessThanOrEqual(1);
      if (low !== 0 && high !== 0) expect(second).toBeGreaterThanOrEqual(first - 1e-12);
    }),
  );
});

test('whatever is moved, no two of a group are asked to be on', () => {
  const moves = fc.array(fc.tuple(fc.nat(3), slider), { maxLength: 12 });
  fc.assert(
    fc.property(moves, strength, (moves, strength) => {
      let look = untouched(MODEL);
      for (const [index, value] of moves) look = moveSlider(look, index, value, MODEL, FACE, strength);
      const on = changesOf(look, MODEL, FACE, strength).filter(
        ({ attribute, value }) => attribute !== 'Hat' && Number(value) > 0,
      );
      expect(on.length).toBeLessThanOrEqual(1);
    }),
  );
});

test('what the face has fades as another of its group comes, and is back when that is gone', () => {
  const half = moveSlider(untouched(MODEL), 0, 0.75, MODEL, FACE, 2);
  expect(changesOf(half, MODEL, FACE, 2)).toEqual([{ attribute: 'Black', value: 0.625 }]);
  expect(shownLook(half, MODEL, FACE, 2)).toEqual([0.75, -0.625, 0, 0]);
  const back = moveSlider(half, 0, 0, MODEL, FACE, 2);
  expect(changesOf(back, MODEL, FACE, 2)).toEqual([]);
  expect(shownLook(back, MODEL, FACE, 2).map(Math.abs)).toEqual([0, 0, 0, 0]);
});
