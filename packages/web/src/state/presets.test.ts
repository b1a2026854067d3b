import { expect, test } from 'vitest';
import { strings } from '../strings.ts';
import { changesOf } from './look.ts';
import { namedLook, PRESETS, presetsFor } from './presets.ts';

const MODEL = {
  attributes: Object.keys(strings.attributes),
  exclusive: [['Black_Hair', 'Blond_Hair', 'Brown_Hair']],
};
const FACE = { labels: MODEL.attributes.map((name) => (name === 'Black_Hair' ? 1 : 0)) };

test('every preset has a title, names attributes of the usual models, and asks for what it names', () => {
  expect(presetsFor(MODEL)).toEqual(PRESETS);
  for (const { name, sliders } of PRESETS) {
    expect(strings.presets[name]).toMatch(/^\w/);
    const changes = changesOf(namedLook(sliders, MODEL, FACE, 2), MODEL, FACE, 2);
    expect(changes.map(({ attribute }) => attribute).toSorted()).toEqual(Object.keys(sliders).toSorted());
  }
});

test('models without an attribute of a preset do not offer it', () => {
  expect(presetsFor({ attributes: ['Young', 'Hat'] }).map(({ name }) => name)).toEqual(['grown']);
});
