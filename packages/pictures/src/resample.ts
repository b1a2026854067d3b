import type { Picture } from './picture.ts';

/** A rectangle inside a picture, whole pixels. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** How pixels are weighted by their distance: `linear` is a triangle, `cubic` the curve of Catmull and Rom. */
export type Kernel = 'linear' | 'cubic';

const REACH: Readonly<Record<Kernel, number>> = { linear: 1, cubic: 2 };

/**
 * An area of a picture at another size. Where it shrinks, the kernel widens with it, so that nothing aliases; beyond the area its edge
 * pixels go on.
 */
export function resample(picture: Picture, area: Area, width: number, height: number, kernel: Kernel): Picture {
  const columns = tapsOf(area.width, width, kernel);
  const rows = tapsOf(area.height, height, kernel);
  // Across first, of the rows that are needed: [area.height, width, 3].
  const across = new Float32Array(area.height * width * 3);
  for (let y = 0; y < area.height; y++) {
    const line = ((area.y + y) * picture.width + area.x) * 3;
    for (let x = 0; x < width; x++) {
      const { first, weights } = columns[x] as Taps;
      let [red, green, blue] = [0, 0, 0];
      for (let tap = 0; tap < weights.length; tap++) {
        const at = line + (first + tap) * 3;
        const weight = weights[tap] as number;
        red += weight * (picture.pixels[at] as number);
        green += weight * (picture.pixels[at + 1] as number);
        blue += weight * (picture.pixels[at + 2] as number);
      }
      const to = (y * width + x) * 3;
      across[to] = red;
      across[to + 1] = green;
      across[to + 2] = blue;
    }
  }
  // A clamped array rounds, and keeps what the cubic kernel overshoots within 0..255.
  const pixels = new Uint8ClampedArray(height * width * 3);
  const line = new Float32Array(width * 3);
  for (let y = 0; y < height; y++) {
    const { first, weights } = rows[y] as Taps;
    line.fill(0);
    for (let tap = 0; tap < weights.length; tap++) {
      const from = (first + tap) * width * 3;
      const weight = weights[tap] as number;
      for (let at = 0; at < line.length; at++) line[at] = (line[at] as number) + weight * (across[from + at] as number);
    }
    pixels.set(line, y * width * 3);
  }
  return { width, height, pixels: new Uint8Array(pixels.buffer) };
}

/** Which pixels of a line make one of the result, and how much each counts; their sum is 1. */
interface Taps {
  readonly first: number;
  readonly weights: Float64Array;
}

function tapsOf(from: number, to: number, kernel: Kernel): Taps[] {
  const step = from / to;
  const wide = Math.max(1, step);
  return Array.from({ length: to }, (_, index) => {
    const centre = (index + 0.5) * step - 0.5;
    const low = Math.ceil(centre - REACH[kernel] * wide);
    const high = Math.floor(centre + REACH[kernel] * wide);
    const first = Math.max(0, low);
    const last = Math.min(from - 1, high);
    const weights = new Float64Array(Math.max(1, last - first + 1));
    let sum = 0;
    for (let place = low; place <= high; place++) {
      const weight = weightAt(kernel, Math.abs(place - centre) / wide);
      const inside = Math.min(Math.max(place, first), last) - first;
      weights[inside] = (weights[inside] as number) + weight;
      sum += weight;
    }
    return { first, weights: weights.map((weight) => weight / sum) };
  });
}

function weightAt(kernel: Kernel, distance: number): number {
  if (kernel === 'linear') return Math.max(0, 1 - distance);
  if (distance >= 2) return 0;
  const [square, cube] = [distance * distance, distance * distance * distance];
  return distance < 1 ? 1.5 * cube - 2.5 * square + 1 : -0.5 * cube + 2.5 * square - 4 * distance + 2;
}
