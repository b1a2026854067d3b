import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LAYERS } from './edit-layers.ts';
import { sampleLayers } from './sample-layers.ts';

const place = fc.double({ min: -2, max: 6, noNaN: true });

test('layers of one value have that value everywhere, beyond their border too', () => {
  const layers = { width: 5, height: 4, values: new Float32Array(5 * 4 * LAYERS).fill(12.5) };
  const read = new Float64Array(LAYERS);
  fc.assert(
    fc.property(place, place, (u, v) => {
      sampleLayers(layers, u, v, read, 0, LAYERS);
      for (const value of read) expect(value).toBeCloseTo(12.5, 5);
    }),
  );
});

test('at a pixel its own values are read, and layers that are not asked for are left alone', () => {
  const values = Float32Array.from({ length: 5 * 4 * LAYERS }, (_, index) => index);
  const read = new Float64Array(LAYERS).fill(-1);
  sampleLayers({ width: 5, height: 4, values }, 3, 2, read, 1, 4);
  const at = (2 * 5 + 3) * LAYERS;
  expect([...read]).toEqual([-1, at + 1, at + 2, at + 3, -1, -1, -1]);
});

test('between pixels a ramp is a ramp', () => {
  const values = Float32Array.from({ length: 8 * 8 * LAYERS }, (_, index) => Math.floor(index / LAYERS) % 8);
  const read = new Float64Array(LAYERS);
  sampleLayers({ width: 8, height: 8, values }, 3.25, 4.5, read, 0, 1);
  expect(read[0]).toBeCloseTo(3.25, 6);
});
