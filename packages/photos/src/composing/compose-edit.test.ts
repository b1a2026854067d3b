import type { Picture } from '@attgan/pictures';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { invert, transform, type Similarity } from '../geometry/similarity.ts';
import { composeEdit } from './compose-edit.ts';
import { editLayers } from './edit-layers.ts';
import { PASTE_STRATEGIES, STRATEGY_OF, strategyFor } from './paste-strategy.ts';

const SIZE = 16;

function noise(width: number, height: number, seed: number): Picture {
  const pixels = new Uint8Array(width * height * 3);
  let state = seed * 2_654_435_761 + 1;
  for (let at = 0; at < pixels.length; at++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    pixels[at] = state >>> 24;
  }
  return { width, height, pixels };
}

const placed = fc
  .record({
    scale: fc.double({ min: 0.2, max: 3, noNaN: true }),
    angle: fc.double({ min: -3, max: 3, noNaN: true }),
    x: fc.double({ min: -10, max: 50, noNaN: true }),
    y: fc.double({ min: -10, max: 50, noNaN: true }),
  })
  .map(({ scale, angle, x, y }): Similarity =>
    invert({ a: scale * Math.cos(angle), b: scale * Math.sin(angle), x, y }),
  );

test('an edit that changes nothing leaves the photo as it is, wherever it lies', () => {
  const differences = PASTE_STRATEGIES.filter(({ adds }) => adds === 'difference');
  fc.assert(
    fc.property(placed, fc.constantFrom(...differences), (toModel, strategy) => {
      const [photo, face, same] = [noise(40, 40, 1), noise(SIZE, SIZE, 2), noise(SIZE, SIZE, 3)];
      const before = photo.pixels.slice();
      composeEdit(photo, editLayers(face, same, same, strategy), toModel, strategy);
      expect(photo.pixels).toEqual(before);
    }),
  );
});

test('nothing outside the square changes, and inside it something does', () => {
  fc.assert(
    fc.property(placed, fc.constantFrom(...PASTE_STRATEGIES), (toModel, strategy) => {
      const photo = noise(40, 40, 4);
      const before = photo.pixels.slice();
      const layers = editLayers(noise(SIZE, SIZE, 5), noise(SIZE, SIZE, 6), noise(SIZE, SIZE, 7), strategy);
      composeEdit(photo, layers, toModel, strategy);
      photo.pixels.forEach((value, at) => {
        if (value === before[at]) return;
        const pixel = Math.floor(at / 3);
        const { x, y } = transform(toModel, { x: pixel % 40, y: Math.floor(pixel / 40) });
        expect(Math.min(x, y)).toBeGreaterThan(-0.5);
        expect(Math.max(x, y)).toBeLessThan(SIZE - 0.5);
      });
    }),
  );
  const photo = noise(SIZE, SIZE, 8);
  const strategy = strategyFor('plain', []);
  const before = photo.pixels.slice();
  const layers = editLayers(photo, noise(SIZE, SIZE, 9), noise(SIZE, SIZE, 10), strategy);
  composeEdit(photo, layers, { a: 1, b: 0, x: 0, y: 0 }, strategy);
  expect(photo.pixels).not.toEqual(before);
});

test('every attribute is given a way of pasting that exists, and an unknown one is an error', () => {
  const names = PASTE_STRATEGIES.map(({ name }) => name);
  for (const name of Object.values(STRATEGY_OF)) expect(names).toContain(name);
  expect(strategyFor('difference', ['Bald', 'Young']).adds).toBe('difference');
  expect(() => strategyFor('blend', [])).toThrow('blend');
});

test('an attribute may be called as a property of every object is', () => {
  for (const name of ['__proto__', 'constructor']) {
    expect(strategyFor('difference', [name])).toBe(strategyFor('difference', ['Bald']));
  }
});
