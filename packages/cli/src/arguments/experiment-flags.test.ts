import type { KindDefinition } from '@attgan/core';
import { expect, test } from 'vitest';
import { experimentLayers } from './experiment-flags.ts';
import { parseFlags, type FlagSpecs } from './flags.ts';

const kind = (name: string, part: 'one' | 'list'): KindDefinition =>
  ({ kind: name, summary: name, part, default: 'x', resolve: () => undefined }) as unknown as KindDefinition;
const KINDS = [kind('generator', 'one'), kind('augmentation', 'list')];
const SPECS: FlagSpecs = {
  generator: { type: 'text', summary: '' },
  augmentation: { type: 'text', summary: '', repeatable: true },
  batch: { type: 'text', summary: '' },
  set: { type: 'text', summary: '', repeatable: true },
  without: { type: 'text', summary: '', repeatable: true },
};
const layers = (...argv: string[]) =>
  experimentLayers(parseFlags(argv, SPECS, ['generator', 'augmentation', 'train']).flags, KINDS, '.');

test('a name comes before its options, and --set last', async () => {
  expect(
    await layers('--set', 'train.seed=3', '--generator.width', '0.5', '--generator', 'own', '--batch', '4'),
  ).toEqual([
    { generator: { name: 'own' } },
    { train: { batch: 4 } },
    { generator: { width: 0.5 } },
    { train: { seed: 3 } },
  ]);
});

test('a part that is a list takes names in order, each with options of its own', async () => {
  expect(
    await layers('--augmentation', 'mirror', '--augmentation', 'shift', '--augmentation.shift.pixels', '4'),
  ).toEqual([{ augmentation: [{ name: 'mirror' }, { name: 'shift', pixels: 4 }] }]);
  await expect(layers('--augmentation.pixels', '4')).rejects.toThrow('write --augmentation.NAME.OPTION');
});
