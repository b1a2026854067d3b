import { UsageError } from '@attgan/core';
import { describe, expect, test } from 'vitest';
import { checkChanges } from './check-changes.ts';
import { codeOf } from './code-of.ts';
import { labelsFromLogits } from './labels-from-logits.ts';
import { parseChange } from './parse-change.ts';
import { slideCodes } from './slide-codes.ts';

const card = {
  attributes: ['Bald', 'Bangs', 'Eyeglasses', 'Mouth_Slightly_Open'],
  exclusive: [['Bald', 'Bangs']],
  scale: 0.5,
};
const bald = [1, 0, 0, 1];

describe('the code of a face', () => {
  test('is (2·label − 1)·scale without changes, whatever the strength', () => {
    expect(codeOf(bald, [], card, { strength: 3 })).toEqual([0.5, -0.5, -0.5, 0.5]);
  });

  test('has the strength, 2 unless given, on the edited attribute alone', () => {
    expect(codeOf(bald, [{ attribute: 'Eyeglasses', value: 'on' }], card)).toEqual([0.5, -0.5, 1, 0.5]);
    expect(codeOf(bald, [{ attribute: 'Mouth_Slightly_Open', value: 'flip' }], card, { strength: 1 })).toEqual([
      0.5, -0.5, -0.5, -0.5,
    ]);
  });

  test('takes a number as degree · strength · scale', () => {
    expect(codeOf(bald, [{ attribute: 'Eyeglasses', value: 0.25 }], card)[2]).toBe(0.25);
    expect(codeOf(bald, [{ attribute: 'Bangs', value: -0.5 }], card)).toEqual([0.5, -0.5, -0.5, 0.5]);
  });

  test('switches an exclusive partner off, as edited where it was on and not where it was off', () => {
    expect(codeOf(bald, [{ attribute: 'Bangs', value: 'on' }], card)).toEqual([-1, 1, -0.5, 0.5]);
    expect(codeOf([0, 0, 0, 1], [{ attribute: 'Bangs', value: 'on' }], card)).toEqual([-0.5, 1, -0.5, 0.5]);
  });

  test('leaves exclusive partners alone when an attribute is switched off', () => {
    expect(codeOf(bald, [{ attribute: 'Bangs', value: 'off' }], card)).toEqual([0.5, -1, -0.5, 0.5]);
  });
});

test('a slide goes through the middle in even steps while an exclusive partner fades in the second half', () => {
  expect(slideCodes(bald, 'Bangs', 5, 2, card)).toEqual([
    [0.5, -1, -0.5, 0.5],
    [0.5, -0.5, -0.5, 0.5],
    [0.5, 0, -0.5, 0.5],
    [-0.25, 0.5, -0.5, 0.5],
    [-1, 1, -0.5, 0.5],
  ]);
});

test('logits become labels of which the highest wins in a group, and none when all are negative', () => {
  const logits = [2, 3, 1, -1, 3, 2, -1, 1, -1, -2, -3, -4];
  expect([...labelsFromLogits(logits, card.attributes, card.exclusive)]).toEqual([0, 1, 1, 0, 1, 0, 0, 1, 0, 0, 0, 0]);
});

describe('a change as text', () => {
  test.each([
    ['Bald=on', { attribute: 'Bald', value: 'on' }],
    ['Bald = OFF', { attribute: 'Bald', value: 'off' }],
    ['Eyeglasses=flip', { attribute: 'Eyeglasses', value: 'flip' }],
    ['Eyeglasses=-0.5', { attribute: 'Eyeglasses', value: -0.5 }],
    ['Eyeglasses=.5', { attribute: 'Eyeglasses', value: 0.5 }],
  ])('%s is read', (text, change) => {
    expect(parseChange(text, card)).toEqual(change);
  });

  test.each([
    ['Eyeglases=on', /no attribute "Eyeglases"\. Did you mean Eyeglasses\? It has: Bald, Bangs/],
    ['mouth=on', /Did you mean Mouth_Slightly_Open\?/],
    ['bald=maybe', /no attribute "bald"\. Did you mean Bald/],
    ['Xylophone=on', /no attribute "Xylophone"\. It has: Bald/],
    ['Bald=maybe', /gives Bald "maybe"\. Write Bald=on, =off, =flip or a number/],
    ['Bald', /gives Bald no value/],
    ['Bald=1.5', /Bald=1\.5: a degree is from -1 \(off\) to 1 \(on\)/],
    ['', /no attribute ""/],
  ])('"%s" is a usage error that says what to write', (text, message) => {
    expect(() => parseChange(text, card)).toThrow(UsageError);
    expect(() => parseChange(text, card)).toThrow(message);
  });
});

test('changes that contradict each other are usage errors', () => {
  const on = (attribute: string) => ({ attribute, value: 'on' }) as const;
  expect(() => checkChanges([on('Bald'), on('Bangs')], card)).toThrow(/cannot have both Bald and Bangs/);
  expect(() => checkChanges([on('Bald'), { attribute: 'Bald', value: 'off' }], card)).toThrow(/Bald is changed twice/);
  expect(() => checkChanges([on('Bald'), { attribute: 'Bangs', value: 'off' }], card)).not.toThrow();
});
