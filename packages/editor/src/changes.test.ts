import { UsageError } from '@attgan/core';
import { describe, expect, test } from 'vitest';
import { checkChanges } from './check-changes.ts';
import { labelsFromLogits } from './labels-from-logits.ts';
import { parseChange } from './parse-change.ts';

const card = { attributes: ['Bald', 'Bangs', 'Eyeglasses', 'Mouth_Slightly_Open'], exclusive: [['Bald', 'Bangs']] };

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
    ['Bald=1.5', /Bald=1\.5: the number must be from -1 \(off\) to 1 \(on\)/],
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
