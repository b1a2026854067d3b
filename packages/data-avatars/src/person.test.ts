import { expect, test } from 'vitest';
import { ATTRIBUTES, type Attribute, type Labels } from './attributes.ts';
import { faceSvg } from './drawing/face-svg.ts';
import type { Person } from './person.ts';
import { portraitOf } from './portraits.ts';
import { rasterise } from './raster.ts';

const having = (...on: Attribute[]): Labels =>
  Object.fromEntries(ATTRIBUTES.map((name) => [name, on.includes(name)])) as Record<Attribute, boolean>;

const COVERED: readonly (readonly [string, Labels])[] = [
  ['glasses, beard, mustache, bangs and long hair', having('Eyeglasses', 'Mustache', 'Bangs', 'Black_Hair')],
  ['glasses, beard and mustache on a bald man', having('Eyeglasses', 'Mustache', 'Male', 'Bald', 'Bushy_Eyebrows')],
  ['an open mouth and pale skin', having('Mouth_Slightly_Open', 'Mustache', 'Pale_Skin', 'Bangs', 'Eyeglasses')],
];
const FIRST: Person = {
  head: 'head1',
  fatness: 0.5,
  nose: 'nose1',
  noseSize: 0.9,
  skinTone: 0.3,
  iris: [84, 52, 30],
  eyeWidth: 31,
  eyeHeight: 20,
  eyeDistance: 60,
  mouthWidth: 45,
  browAngle: -4,
  freckles: false,
};
const SECOND: Person = {
  head: 'head12',
  fatness: 0.9,
  nose: 'nose6',
  noseSize: 1.2,
  skinTone: 0.7,
  iris: [52, 118, 178],
  eyeWidth: 36,
  eyeHeight: 26,
  eyeDistance: 67,
  mouthWidth: 57,
  browAngle: 10,
  freckles: true,
};

// So no edit needs to guess what the picture before it did not show.
test.each(COVERED)('every trait of a person shows through %s', async (_, labels) => {
  const portrait = portraitOf(0, 'train', 0, labels);
  const draw = (person: Person): Promise<Uint8Array> => rasterise(faceSvg({ ...portrait, person }), 64);
  const before = await draw(FIRST);
  for (const trait of Object.keys(FIRST) as (keyof Person)[]) {
    const after = await draw({ ...FIRST, [trait]: SECOND[trait] });
    expect(after.filter((value, at) => Math.abs(value - (before[at] ?? 0)) > 8).length, trait).toBeGreaterThan(15);
  }
});
