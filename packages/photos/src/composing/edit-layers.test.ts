import type { Picture } from '@attgan/pictures';
import { expect, test } from 'vitest';
import { editLayers, LAYERS } from './edit-layers.ts';
import { PASTE_STRATEGIES } from './paste-strategy.ts';

const SIZE = 8;
const columns = (level: (x: number) => number): Picture => ({
  width: SIZE,
  height: SIZE,
  pixels: Uint8Array.from({ length: SIZE * SIZE * 3 }, (_, at) => level(Math.floor(at / 3) % SIZE)),
});
const strategyNamed = (name: string) => PASTE_STRATEGIES.find((each) => each.name === name)!;
const addedBy = (name: string, edit: Picture): number[] => {
  const { values } = editLayers(
    columns(() => 90),
    columns(() => 100),
    edit,
    strategyNamed(name),
  );
  return Array.from({ length: SIZE }, (_, x) => values[x * LAYERS] as number);
};

test('an even difference is added as it is, times the gain', () => {
  expect(
    addedBy(
      'plain',
      columns(() => 140),
    ),
  ).toEqual(Array(SIZE).fill(40));
  expect(
    addedBy(
      'fading',
      columns(() => 140),
    ),
  ).toEqual(Array(SIZE).fill(50));
});

test('a pattern of single pixels, as decoders paint, does not get into the photo, and the bare edit stays as it is', () => {
  const pattern = columns((x) => (x % 2 === 0 ? 110 : 90));
  expect(addedBy('plain', pattern).slice(1, -1)).toEqual(Array(SIZE - 2).fill(0));
  expect(addedBy('edit', pattern).slice(0, 2)).toEqual([110, 90]);
});
