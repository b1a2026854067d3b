import { expect, test } from 'vitest';
import { defaultJoin } from './default-join.ts';

test.each([
  ['cpu', 'off', 0],
  ['gpu', 'off', 2 ** 20],
  ['gpu:1', 'off', 2 ** 20],
  ['gpu', 'xla', 0],
])('on %s with XLA %s, parameters of up to %i numbers are stepped joined', (device, compile, numbers) => {
  expect(defaultJoin({ device, compile })).toBe(numbers);
});
