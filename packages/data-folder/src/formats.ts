import type { Split } from '@attgan/core';
import { SPLIT_NUMBER } from '@attgan/image-files';
import type { ValueFormat } from '@attgan/image-files';

const NAMES: ReadonlyMap<string, Split> = new Map([
  ['train', 'train'],
  ['training', 'train'],
  ['validation', 'validation'],
  ['valid', 'validation'],
  ['val', 'validation'],
  ['test', 'test'],
]);

/** A split by name, or by CelebA's number. */
export const SPLIT: ValueFormat<Split> = {
  read: (field) => NAMES.get(field.toLowerCase()) ?? SPLIT_NUMBER.read(field),
  expected: 'train, validation or test, or 0, 1 or 2',
};

/** A person by number or name. */
export const PERSON: ValueFormat<string> = {
  read: (field) => (field === '' ? undefined : field),
  expected: 'the number or name of a person',
};

/** A number for each person: their own where all are integers, else from 0 in the order in which names first occur. */
export function numberPeople(people: readonly string[]): number[] {
  if (people.every((person) => /^\d{1,15}$/.test(person))) return people.map(Number);
  const numbers = new Map<string, number>();
  return people.map((person) => {
    const number = numbers.get(person) ?? numbers.size;
    numbers.set(person, number);
    return number;
  });
}
