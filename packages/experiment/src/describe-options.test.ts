import { expect, test } from 'vitest';
import { z } from 'zod';
import { describeOptions } from './describe-options.ts';

test('options have a type, a default and a description', () => {
  const schema = z.strictObject({
    width: z.number().positive().default(1).describe('factor on widths'),
    preset: z.enum(['small', 'large']).default('small'),
    root: z.string().describe('the folder'),
    names: z.array(z.string()).optional(),
    flip: z.boolean().default(false),
    either: z.union([z.literal('none'), z.int()]).optional(),
  });
  expect(describeOptions(schema)).toEqual([
    { name: 'width', type: 'NUMBER', usual: '1', required: false, description: 'factor on widths' },
    { name: 'preset', type: 'small|large', usual: 'small', required: false, description: '' },
    { name: 'root', type: 'TEXT', usual: undefined, required: true, description: 'the folder' },
    { name: 'names', type: 'LIST', usual: undefined, required: false, description: '' },
    { name: 'flip', type: 'true|false', usual: 'false', required: false, description: '' },
    { name: 'either', type: 'none|INTEGER', usual: undefined, required: false, description: '' },
  ]);
});

test('a schema of no object has none', () => {
  expect(describeOptions(z.strictObject({}))).toEqual([]);
});
