import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LAYERS } from './edit-layers.ts';
import { sampledLayers, sampleLine } from './sample-layers.ts';

/** Between half a pixel beyond the border on one side and on the other. */
const across = fc.double({ min: -0.5, max: 4.499, noNaN: true });
const down = fc.double({ min: -0.5, max: 3.499, noNaN: true });
const still = { across: 0, down: 0 };

test('layers of one value have that value everywhere, beyond their border too', () => {
  const layers = { width: 5, height: 4, values: new Float32Array(5 * 4 * LAYERS).fill(12.5) };
  const sampled = sampledLayers(layers, 0, LAYERS);
  const read = new Float64Array(LAYERS);
  fc.assert(
    fc.property(across, down, (u, v) => {
      sampleLine(sampled, { u, v, ...still }, read, 0, 1);
      for (const value of read) expect(value).toBeCloseTo(12.5, 5);
    }),
  );
});

test('at pixels their own values are read, of the layers and the places that are asked for', () => {
  const values = Float32Array.from({ length: 5 * 4 * LAYERS }, (_, index) => index);
  const read = new Float64Array(4 * 2).fill(-1);
  const line = { u: 0, v: 2, across: 1, down: 0 };
  sampleLine(sampledLayers({ width: 5, height: 4, values }, 1, 3), line, read, 1, 3);
  const at = (x: number): number => (2 * 5 + x) * LAYERS;
  expect([...read]).toEqual([-1, -1, at(1) + 1, at(1) + 2, at(2) + 1, at(2) + 2, -1, -1]);
});

test('between pixels a ramp is a ramp', () => {
  const values = Float32Array.from({ length: 8 * 8 * LAYERS }, (_, index) => Math.floor(index / LAYERS) % 8);
  const read = new Float64Array(2);
  const line = { u: 3.25, v: 4.5, across: 1.5, down: -0.75 };
  sampleLine(sampledLayers({ width: 8, height: 8, values }, 0, 1), line, read, 0, 2);
  expect(read[0]).toBeCloseTo(3.25, 6);
  expect(read[1]).toBeCloseTo(4.75, 6);
});
