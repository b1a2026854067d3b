import { UsageError } from '@attgan/core';
import { attributeColumns } from '@attgan/image-files';
import { expect, test } from 'vitest';
import { CELEBA_ATTRIBUTES, PAPER_ATTRIBUTES } from './attributes.ts';
import { CONFLICTS } from './conflicts.ts';
import { celebaOptions, choiceOf } from './options.ts';

const columns = (...names: string[]): number[] => attributeColumns(names, CELEBA_ATTRIBUTES, 'the file');
const offOf = (attribute: string): string[] =>
  (CONFLICTS.find((conflict) => conflict.attribute === attribute)?.off ?? []).toSorted();

test('attributes are found in the order asked for, not in the order of the file', () => {
  expect(columns('Young', '5_o_Clock_Shadow', 'Bald')).toEqual([39, 0, 4]);
});

test('the 13 attributes of the paper are among the 40', () => {
  expect(new Set(columns(...PAPER_ATTRIBUTES)).size).toBe(13);
  expect(CELEBA_ATTRIBUTES).toHaveLength(40);
});

test.each([
  ['Glasses', 'Eyeglasses'],
  ['Blonde_Hair', 'Blond_Hair'],
  ['mouth slightly open', 'Mouth_Slightly_Open'],
  ['Grey_Hair', 'Gray_Hair'],
])('for the unknown attribute %s the error suggests %s', (wrong, right) => {
  expect(() => columns(wrong)).toThrow(UsageError);
  expect(() => columns(wrong)).toThrow(new RegExp(`no attribute "${wrong}".*${right}`));
});

test('an unknown attribute like no other lists all known ones', () => {
  expect(() => columns('Quizzical')).toThrow(/Known: 5_o_Clock_Shadow, .*, Young\./);
});

test('an attribute named twice is an error', () => {
  expect(() => columns('Bald', 'Male', 'Bald')).toThrow(/"Bald" is named twice/);
});

test('bangs exclude baldness and a receding hairline, which do not exclude each other', () => {
  expect(offOf('Bangs')).toEqual(['Bald', 'Receding_Hairline']);
  expect(offOf('Bald')).toEqual(['Bangs']);
  expect(offOf('Receding_Hairline')).toEqual(['Bangs']);
});

test('a hair colour excludes the three others, and straight hair excludes wavy', () => {
  expect(offOf('Gray_Hair')).toEqual(['Black_Hair', 'Blond_Hair', 'Brown_Hair']);
  expect(offOf('Wavy_Hair')).toEqual(['Straight_Hair']);
});

test('groups keep only chosen attributes and vanish when fewer than two are left', () => {
  expect(
    choiceOf(celebaOptions.parse({ root: '.', attributes: 'Male,Brown_Hair,Bangs,Black_Hair,Wavy_Hair' })).exclusive,
  ).toEqual([['Black_Hair', 'Brown_Hair']]);
});
