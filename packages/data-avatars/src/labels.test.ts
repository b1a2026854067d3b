import { AttganError } from '@attgan/core';
import { expect, test } from 'vitest';
import { ATTRIBUTES, EXCLUSIVE, PREVALENCE, type Attribute, type Labels } from './attributes.ts';
import { packLabels, relabel } from './labels.ts';
import { labelsOf } from './portraits.ts';

const FACES = Array.from({ length: 20_000 }, (_, index) => labelsOf(3, 'train', index));
const having = (...on: Attribute[]): Labels =>
  Object.fromEntries(ATTRIBUTES.map((name) => [name, on.includes(name)])) as Record<Attribute, boolean>;

test('labels occur as often as the table of prevalences says, given Male', () => {
  for (const male of [false, true]) {
    const faces = FACES.filter((labels) => labels.Male === male);
    const table = (name: Attribute): number => PREVALENCE[name][male ? 'male' : 'notMale'];
    for (const name of ATTRIBUTES) {
      if (name === 'Male') continue;
      const expected = name === 'Bangs' ? table(name) * (1 - table('Bald')) : table(name);
      const share = faces.filter((labels) => labels[name]).length / faces.length;
      expect(Math.abs(share - expected), `${name}, Male ${male}`).toBeLessThan(0.02);
    }
  }
});

test('every attribute holds on 15 to 60 per cent of the faces', () => {
  for (const name of ATTRIBUTES) {
    const share = FACES.filter((labels) => labels[name]).length / FACES.length;
    expect(share, name).toBeGreaterThan(0.15);
    expect(share, name).toBeLessThan(0.6);
  }
});

test('no face has two attributes of one exclusive group', () => {
  for (const labels of FACES) {
    for (const group of EXCLUSIVE) expect(group.filter((name) => labels[name]).length).toBeLessThan(2);
  }
});

test('relabelling with its own labels leaves a face as it was', () => {
  for (const labels of FACES.slice(0, 100)) {
    expect(relabel(labels, ATTRIBUTES, packLabels([labels], ATTRIBUTES))).toEqual(labels);
  }
});

test('an attribute that is not listed gives way to one that excludes it', () => {
  expect(relabel(having('Bald', 'Male'), ['Bangs'], Uint8Array.of(1))).toEqual(having('Bangs', 'Male'));
  expect(relabel(having('Brown_Hair'), ['Blond_Hair', 'Young'], Uint8Array.of(1, 0))).toEqual(having('Blond_Hair'));
  expect(relabel(having('Bald', 'Male'), ['Bangs'], Uint8Array.of(0))).toEqual(having('Bald', 'Male'));
});

test('labels that break an exclusive group are refused by name', () => {
  expect(() => relabel(having(), ['Bald', 'Bangs'], Uint8Array.of(1, 1))).toThrow(AttganError);
  expect(() => relabel(having(), ['Bald', 'Bangs'], Uint8Array.of(1, 1))).toThrow(/both Bald and Bangs/);
});
