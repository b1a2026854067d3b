import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cubicLines } from './cubic-lines.ts';
import { LAYERS, type EditLayers } from './edit-layers.ts';
import { fineLines } from './fine-lines.ts';
import { PASTE_STRATEGIES } from './paste-strategy.ts';
import type { Line } from './sample-layers.ts';

const [WIDTH, HEIGHT] = [11, 7];
const PLACES = 40;
const strategies = fc.constantFrom(...PASTE_STRATEGIES);

/** Steps between neighbours of at most `step`, for what is added and for the face; how much detail fades is between 0 and 1. */
function layersOf(step: number): EditLayers {
  const values = Float32Array.from({ length: WIDTH * HEIGHT * LAYERS }, (_, index) => {
    const drawn = ((index * 37) % 11) / 10;
    return index % LAYERS === 3 ? drawn : drawn * step;
  });
  return { width: WIDTH, height: HEIGHT, values };
}

function composed(
  lines: typeof fineLines,
  layers: EditLayers,
  strategy: (typeof PASTE_STRATEGIES)[number],
  line: Line,
): Uint8Array {
  const pixels = Uint8Array.from({ length: (PLACES + 2) * 3 }, (_, at) => 60 + ((at * 29) % 100));
  const shares = Float32Array.from({ length: PLACES }, (_, at) => Math.min(1, at / 10));
  lines(layers, strategy, { width: PLACES, height: 1, pixels })(3, line, shares, 2, PLACES - 1);
  return pixels;
}

function farthest(one: Uint8Array, other: Uint8Array): number {
  return Math.max(...one.map((value, at) => Math.abs(value - (other[at] as number))));
}

/** A line of places inside the layers, turned a little. */
const lines = fc
  .record({
    u: fc.double({ min: -0.5, max: 0.5, noNaN: true }),
    v: fc.double({ min: 1, max: HEIGHT - 1.5, noNaN: true }),
    across: fc.double({ min: 0.05, max: 0.2, noNaN: true }),
    down: fc.double({ min: -0.03, max: 0.03, noNaN: true }),
  })
  .filter(({ v, down }) => v + PLACES * down < HEIGHT - 0.5 && v + PLACES * down > -0.5);

test('straight lines between quarters of a pixel are within 1/16 of the steps between pixels of the cubic, for every way of pasting', () => {
  const step = 64;
  const layers = layersOf(step);
  fc.assert(
    fc.property(lines, strategies, (line, strategy) => {
      const [fine, cubic] = [composed(fineLines, layers, strategy, line), composed(cubicLines, layers, strategy, line)];
      // What fades is multiplied by a difference from the photo of at most 160.
      const allowed = step / 16 + (strategy.fade === undefined ? 0 : 160 / 16);
      expect(farthest(fine, cubic)).toBeLessThanOrEqual(allowed + 1);
    }),
  );
});

test('at quarters of a pixel they are the cubic, but for rounding', () => {
  const layers = layersOf(64);
  for (const strategy of PASTE_STRATEGIES) {
    const line = { u: -0.5, v: 2.25, across: 0.25, down: 0 };
    expect(
      farthest(composed(fineLines, layers, strategy, line), composed(cubicLines, layers, strategy, line)),
    ).toBeLessThanOrEqual(1);
  }
});

test('places before the first and from the last on stay as they are, and so do values that nothing is added to', () => {
  const strategy = PASTE_STRATEGIES.find(({ name }) => name === 'plain') as (typeof PASTE_STRATEGIES)[number];
  const line = { u: 0, v: 1, across: 0.2, down: 0.01 };
  const photo = Uint8Array.from({ length: (PLACES + 2) * 3 }, (_, at) => 60 + ((at * 29) % 100));
  const changed = composed(fineLines, layersOf(64), strategy, line);
  expect(changed).not.toEqual(photo);
  expect(changed.subarray(0, 9)).toEqual(photo.subarray(0, 9));
  expect(changed.subarray(PLACES * 3)).toEqual(photo.subarray(PLACES * 3));
  expect(composed(fineLines, layersOf(0), strategy, line)).toEqual(photo);
});

test('values beyond the range of pixels are cut to it', () => {
  const strategy = PASTE_STRATEGIES.find(({ name }) => name === 'plain') as (typeof PASTE_STRATEGIES)[number];
  const line = { u: 0, v: 1, across: 0.2, down: 0.01 };
  const inside = (pixels: Uint8Array): Set<number> => new Set(pixels.subarray(20 * 3, 30 * 3));
  const layersWith = (value: number): EditLayers => ({
    ...layersOf(0),
    values: new Float32Array(WIDTH * HEIGHT * LAYERS).fill(value),
  });
  expect(inside(composed(fineLines, layersWith(1000), strategy, line))).toEqual(new Set([255]));
  expect(inside(composed(fineLines, layersWith(-1000), strategy, line))).toEqual(new Set([0]));
});

test('layers of another size, and a smaller line after a larger one, find the memory as they need it', () => {
  const strategy = PASTE_STRATEGIES.find(({ name }) => name === 'fading') as (typeof PASTE_STRATEGIES)[number];
  const line = { u: 0, v: 1, across: 0.2, down: 0.01 };
  const before = composed(fineLines, layersOf(64), strategy, line);
  const large = { width: 200, height: 200, values: new Float32Array(200 * 200 * LAYERS).fill(5) };
  composed(fineLines, large, strategy, line);
  expect(composed(fineLines, layersOf(64), strategy, line)).toEqual(before);
});
