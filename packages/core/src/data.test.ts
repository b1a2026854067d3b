import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineData, type Dataset } from './data.ts';
import { UsageError } from './errors.ts';

const options = z.strictObject({ faces: z.int().positive().default(3) });
const dataset = { attributes: ['Male'], size: 8 } as unknown as Dataset;
const request = { size: 8, report() {} };

const source = defineData({
  name: 'faces',
  summary: 'faces',
  options,
  open: async () => dataset,
  crop: ({ faces }) => ({ width: faces, height: faces, x: 0, y: 0, edge: faces }),
  inspect: async ({ faces }) => ({ faces }),
  pack: async ({ faces }, { out = 'here' }) => ({ folder: out, images: faces }),
});

test('every function of a data source gets options with their defaults', async () => {
  expect(await source.open({}, request)).toBe(dataset);
  expect(source.crop?.({}, 8)?.edge).toBe(3);
  expect(await source.inspect?.({ faces: 5 })).toEqual({ faces: 5 });
  expect(await source.pack?.({}, request)).toEqual({ folder: 'here', images: 3 });
});

test('every function refuses wrong options with one line that names the option', async () => {
  await expect(source.open({ faces: 0 }, request)).rejects.toThrow(UsageError);
  await expect(source.open({ faces: 0 }, request)).rejects.toThrow(/^data\.faces: .*\.$/);
  await expect(source.inspect?.({ face: 1 })).rejects.toThrow('Unknown option data.face. Did you mean "faces"?');
  await expect(source.pack?.({ faces: 'two' }, request)).rejects.toThrow(UsageError);
  expect(() => source.crop?.({ faces: -1 }, 8)).toThrow(UsageError);
});

test('a data source has only the functions it was given', () => {
  const plain = defineData({ name: 'plain', summary: 'plain', options, open: async () => dataset });
  expect(Object.keys(plain).toSorted()).toEqual(['kind', 'name', 'open', 'options', 'summary']);
});
