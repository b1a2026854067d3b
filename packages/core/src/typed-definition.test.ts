import { expect, test } from 'vitest';
import { z } from 'zod';
import { UsageError } from './errors.ts';
import { withOptions } from './typed-definition.ts';

const schema = z.strictObject({ size: z.int().min(32).default(64) });
const create = withOptions(schema, 'generator', ({ size }, attributes: number) => size * attributes);

test('defaults are filled in, and further arguments handed on', () => {
  expect(create({}, 2)).toBe(128);
  expect(create({ size: 32 }, 3)).toBe(96);
});

test('the compiler knows the options', () => {
  // @ts-expect-error: no such option
  expect(() => create({ sise: 64 }, 1)).toThrow(UsageError);
  // @ts-expect-error: a number
  expect(() => create({ size: 'large' }, 1)).toThrow(UsageError);
});

test('wrong options are a usage error in one line with their path', () => {
  expect(() => create({ size: 16 }, 1)).toThrow(/^generator\.size: .*32.*\.$/);
  const unknown: object = { sise: 64 };
  expect(() => create(unknown, 1)).toThrow(/^Unknown option generator\.sise\. .*size/);
});
