import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { editCode, flipLabel, labelCode, rivalsOf, slideCodes } from './codes.ts';

const coding = {
  attributes: ['Bald', 'Bangs', 'Eyeglasses', 'Mouth_Slightly_Open'],
  exclusive: [['Bald', 'Bangs']],
  scale: 0.5,
};
const bald = [1, 0, 0, 1];

describe('the code of a face', () => {
  test('is (2·label − 1)·scale, times the intensity where that is told', () => {
    expect(labelCode(bald, 0.5)).toEqual([0.5, -0.5, -0.5, 0.5]);
    expect(labelCode(bald, 0.5, [1, 0.5, 0, 0.25])).toEqual([0.5, -0.25, -0, 0.125]);
  });

  test('has the strength on the edited attribute alone', () => {
    expect(editCode(bald, [{ attribute: 'Eyeglasses', value: 'on' }], coding, 2)).toEqual([0.5, -0.5, 1, 0.5]);
    expect(editCode(bald, [{ attribute: 'Mouth_Slightly_Open', value: 'flip' }], coding, 1)).toEqual([
      0.5, -0.5, -0.5, -0.5,
    ]);
  });

  test('has the gain of an edited attribute as a factor on the strength, also where an exclusive one goes', () => {
    const gained = { ...coding, gains: { Bald: 1.5, Eyeglasses: 0.5 } };
    expect(editCode(bald, [{ attribute: 'Eyeglasses', value: 'on' }], gained, 2)).toEqual([0.5, -0.5, 0.5, 0.5]);
    expect(editCode(bald, [{ attribute: 'Bangs', value: 0.5 }], gained, 2)).toEqual([-1.5, 0.5, -0.5, 0.5]);
    const slid = slideCodes(bald, 'Bangs', 3, gained, 2);
    expect(slid.map(([code]) => code)).toEqual([0.5, 0.5, -1.5]);
    expect(slideCodes(bald, 'Bald', 3, gained, 2).map(([code]) => code)).toEqual([-1.5, 0, 1.5]);
  });

  test('takes a number as degree · strength · scale', () => {
    expect(editCode(bald, [{ attribute: 'Eyeglasses', value: 0.25 }], coding, 2)[2]).toBe(0.25);
    expect(editCode(bald, [{ attribute: 'Bangs', value: -0.5 }], coding, 2)).toEqual([0.5, -0.5, -0.5, 0.5]);
  });

  test('switches an exclusive attribute off, as edited where it was on and not where it was off', () => {
    expect(editCode(bald, [{ attribute: 'Bangs', value: 'on' }], coding, 2)).toEqual([-1, 1, -0.5, 0.5]);
    expect(editCode([0, 0, 0, 1], [{ attribute: 'Bangs', value: 'on' }], coding, 2)).toEqual([-0.5, 1, -0.5, 0.5]);
  });

  test('leaves exclusive attributes alone when one is switched off', () => {
    expect(editCode(bald, [{ attribute: 'Bangs', value: 'off' }], coding, 2)).toEqual([0.5, -1, -0.5, 0.5]);
  });
});

test('a slide goes through the middle in even steps while an exclusive attribute fades in the second half', () => {
  expect(slideCodes(bald, 'Bangs', 5, coding, 2)).toEqual([
    [0.5, -1, -0.5, 0.5],
    [0.5, -0.5, -0.5, 0.5],
    [0.5, 0, -0.5, 0.5],
    [-0.25, 0.5, -0.5, 0.5],
    [-1, 1, -0.5, 0.5],
  ]);
});

const attributes = ['a', 'b', 'c', 'd', 'e'];
const settings = fc.record({
  labels: fc.array(fc.constantFrom(0, 1), { minLength: 5, maxLength: 5 }),
  exclusive: fc.array(fc.subarray(attributes, { minLength: 1 }), { maxLength: 3 }),
  index: fc.nat(4),
});

describe('for any labels and groups', () => {
  test('a flip at strength 1 gives the code of the flipped labels', () => {
    fc.assert(
      fc.property(settings, ({ labels, exclusive, index }) => {
        const change = { attribute: attributes[index] as string, value: 'flip' } as const;
        const flipped = flipLabel(labels, index, attributes, exclusive);
        expect(editCode(labels, [change], { attributes, exclusive, scale: 0.5 }, 1)).toEqual(labelCode(flipped, 0.5));
      }),
    );
  });

  test('no rival of an attribute that was switched on stays on', () => {
    fc.assert(
      fc.property(settings, ({ labels, exclusive, index }) => {
        const change = { attribute: attributes[index] as string, value: 'on' } as const;
        const code = editCode(labels, [change], { attributes, exclusive, scale: 0.5 }, 2);
        for (const rival of rivalsOf(index, attributes, exclusive)) expect(code[rival]).toBeLessThan(0);
      }),
    );
  });

  test('a slide begins with the edit to off and ends with the edit to on', () => {
    fc.assert(
      fc.property(settings, fc.integer({ min: 2, max: 9 }), ({ labels, exclusive, index }, steps) => {
        const attribute = attributes[index] as string;
        const of = { attributes, exclusive, scale: 0.5 };
        const codes = slideCodes(labels, attribute, steps, of, 2);
        expect(codes).toHaveLength(steps);
        expect(codes[0]).toEqual(editCode(labels, [{ attribute, value: 'off' }], of, 2));
        expect(codes.at(-1)).toEqual(editCode(labels, [{ attribute, value: 'on' }], of, 2));
      }),
    );
  });

  test('rivals are rivals of each other, and none is its own', () => {
    fc.assert(
      fc.property(settings, ({ exclusive, index }) => {
        const rivals = rivalsOf(index, attributes, exclusive);
        expect(rivals).not.toContain(index);
        for (const rival of rivals) expect(rivalsOf(rival, attributes, exclusive)).toContain(index);
      }),
    );
  });
});
