import { LAYERS, type EditLayers } from './edit-layers.ts';

/** Pixels that layers go on for beyond each border: what the cubic reads around a place up to half a pixel beyond it. */
export const MARGIN = 2;

/** Some of the layers, with their edge pixels going on beyond the border, so that no place has to be checked before it is read. */
export interface SampledLayers {
  /** One layer after the other. In doubles, as the sums are: no number is converted. */
  readonly values: Float64Array;
  readonly count: number;
  /** Values from a pixel to the one below it, and from a layer to the next. */
  readonly line: number;
  readonly layer: number;
}

/** The layers `from` to `to`, without the last, to be read by `sampleLine`. */
export function sampledLayers({ values: layers, width, height }: EditLayers, from: number, to: number): SampledLayers {
  const line = width + 2 * MARGIN;
  const layer = line * (height + 2 * MARGIN);
  const values = new Float64Array(layer * (to - from));
  for (let y = 0; y < height + 2 * MARGIN; y++) {
    const row = Math.min(Math.max(y - MARGIN, 0), height - 1) * width;
    for (let x = 0; x < line; x++) {
      const pixel = (row + Math.min(Math.max(x - MARGIN, 0), width - 1)) * LAYERS;
      for (let each = from; each < to; each++) {
        values[(each - from) * layer + y * line + x] = layers[pixel + each] as number;
      }
    }
  }
  return { values, count: to - from, line, layer };
}

/** Places on a line through the layers: the first, in their pixels, and the step to the next. */
export interface Line {
  readonly u: number;
  readonly v: number;
  readonly across: number;
  readonly down: number;
}

/**
 * Layers between their pixels, by the cubic of Catmull and Rom, at places at most half a pixel beyond the border. This runs for every pixel
 * of a face's square, so that it is written out: weights in an array would take twice as long.
 * @param into takes `count` values for each place of the line, from place 0 on
 * @param from the first place that is read
 * @param to the place after the last
 */
export function sampleLine(
  { values, count, line, layer }: SampledLayers,
  { u: u0, v: v0, across, down }: Line,
  into: Float64Array,
  from: number,
  to: number,
): void {
  for (let place = from; place < to; place++) {
    const u = u0 + place * across;
    const v = v0 + place * down;
    const left = Math.floor(u);
    const top = Math.floor(v);
    const s = u - left;
    const t = v - top;
    const s2 = s * s;
    const t2 = t * t;
    const s3 = s2 * s;
    const t3 = t2 * t;
    // Weights of the four columns and of the four rows around the place; each sum to 1.
    const a0 = (-s3 + 2 * s2 - s) / 2;
    const a1 = (3 * s3 - 5 * s2 + 2) / 2;
    const a2 = (-3 * s3 + 4 * s2 + s) / 2;
    const a3 = (s3 - s2) / 2;
    const b0 = (-t3 + 2 * t2 - t) / 2;
    const b1 = (3 * t3 - 5 * t2 + 2) / 2;
    const b2 = (-3 * t3 + 4 * t2 + t) / 2;
    const b3 = (t3 - t2) / 2;
    let at = (top + MARGIN - 1) * line + left + MARGIN - 1;
    for (let each = 0; each < count; each++) {
      into[place * count + each] =
        b0 * row(values, at, a0, a1, a2, a3) +
        b1 * row(values, at + line, a0, a1, a2, a3) +
        b2 * row(values, at + 2 * line, a0, a1, a2, a3) +
        b3 * row(values, at + 3 * line, a0, a1, a2, a3);
      at += layer;
    }
  }
}

function row(values: Float64Array, at: number, a0: number, a1: number, a2: number, a3: number): number {
  return a0 * get(values, at) + a1 * get(values, at + 1) + a2 * get(values, at + 2) + a3 * get(values, at + 3);
}

/** Inlined by every engine; it only spares the type of an element that is always there. */
function get(values: Float64Array, at: number): number {
  return values[at] as number;
}
