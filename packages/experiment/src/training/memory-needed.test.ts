import { UsageError } from '@attgan/core';
import { attganCritic, attganGenerator } from '@attgan/nets';
import { expect, test } from 'vitest';
import { checkMemory, memoryNeeded, type TrainingSize } from './memory-needed.ts';

const sized = (preset: 'paper-64' | 'paper-128', width: number, batch: number): TrainingSize => ({
  generator: attganGenerator.create({ preset, width }, 13),
  critic: attganCritic.create({ preset, width }, 13),
  batch,
});

// Peaks of resident memory of `attgan train --iterations 2` on TensorFlow, Linux, x64.
test.each([
  ['paper-64', 0.5, 8, 815e6],
  ['paper-64', 0.5, 256, 3918e6],
  ['paper-64', 1, 64, 2785e6],
  ['paper-128', 0.5, 8, 1185e6],
  ['paper-128', 0.5, 64, 2450e6],
] as const)('%s at width %f and batch %i is estimated within a sixth of what it took', (preset, width, batch, peak) => {
  const share = memoryNeeded(sized(preset, width, batch)) / peak;
  expect(share).toBeGreaterThan(5 / 6);
  expect(share).toBeLessThan(7 / 6);
});

test('what does not fit is refused with what to lower, and with force only said', () => {
  const large = sized('paper-64', 1, 10_000);
  const message = /^This training needs about 24\d\.\d GB of memory, and 16\.0 GB are free/;
  expect(() => checkMemory(large, 16e9, false)).toThrow(UsageError);
  expect(() => checkMemory(large, 16e9, false)).toThrow(
    /Lower --batch \(10000\) or --generator\.width, or add --force/,
  );
  expect(checkMemory(large, 16e9, true)).toMatch(message);
  expect(checkMemory(large, 300e9, false)).toBeUndefined();
});
