import { LAYERS, type EditLayers } from './edit-layers.ts';

/**
 * Layers between their pixels, by the cubic of Catmull and Rom; beyond the border edge pixels go on. This runs for every pixel of a face's
 * square, so that it is written out: numbers in arrays would take three times as long.
 * @param u place across, pixels of the layers
 * @param v place down
 * @param values takes the layers `from` to `to`, without the last
 */
export function sampleLayers(
  { values: layers, width, height }: EditLayers,
  u: number,
  v: number,
  values: Float64Array,
  from: number,
  to: number,
): void {
  const [left, top] = [Math.floor(u), Math.floor(v)];
  const [s, t] = [u - left, v - top];
  const [s2, t2] = [s * s, t * t];
  const [s3, t3] = [s2 * s, t2 * t];
  // Weights of the four columns and of the four rows around the place; each sum to 1.
  const [a0, a1] = [(-s3 + 2 * s2 - s) / 2, (3 * s3 - 5 * s2 + 2) / 2];
  const [a2, a3] = [(-3 * s3 + 4 * s2 + s) / 2, (s3 - s2) / 2];
  const [d0, d1] = [(-t3 + 2 * t2 - t) / 2, (3 * t3 - 5 * t2 + 2) / 2];
  const [d2, d3] = [(-3 * t3 + 4 * t2 + t) / 2, (t3 - t2) / 2];
  const [right, bottom] = [width - 1, height - 1];
  const c0 = Math.min(Math.max(left - 1, 0), right) * LAYERS;
  const c1 = Math.min(Math.max(left, 0), right) * LAYERS;
  const c2 = Math.min(Math.max(left + 1, 0), right) * LAYERS;
  const c3 = Math.min(Math.max(left + 2, 0), right) * LAYERS;
  const line = width * LAYERS;
  const r0 = Math.min(Math.max(top - 1, 0), bottom) * line;
  const r1 = Math.min(Math.max(top, 0), bottom) * line;
  const r2 = Math.min(Math.max(top + 1, 0), bottom) * line;
  const r3 = Math.min(Math.max(top + 2, 0), bottom) * line;
  for (let layer = from; layer < to; layer++) {
    const [w, x, y, z] = [c0 + layer, c1 + layer, c2 + layer, c3 + layer];
    values[layer] =
      d0 * (a0 * get(layers, r0 + w) + a1 * get(layers, r0 + x) + a2 * get(layers, r0 + y) + a3 * get(layers, r0 + z)) +
      d1 * (a0 * get(layers, r1 + w) + a1 * get(layers, r1 + x) + a2 * get(layers, r1 + y) + a3 * get(layers, r1 + z)) +
      d2 * (a0 * get(layers, r2 + w) + a1 * get(layers, r2 + x) + a2 * get(layers, r2 + y) + a3 * get(layers, r2 + z)) +
      d3 * (a0 * get(layers, r3 + w) + a1 * get(layers, r3 + x) + a2 * get(layers, r3 + y) + a3 * get(layers, r3 + z));
  }
}

/** Inlined by every engine; it only spares the type of an element that is always there. */
function get(values: Float32Array, at: number): number {
  return values[at] as number;
}
