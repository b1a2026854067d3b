import type { Random } from './random.ts';

/** The inverse of the normal distribution's cumulative function, by bisection: exact enough for a table made once. */
function quantile(probability: number): number {
  let [low, high] = [-8, 8];
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2;
    if (cumulative(middle) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Abramowitz and Stegun 26.2.17, error below 7.5e-8. */
function cumulative(x: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(x));
  const polynomial = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) * polynomial;
  return x < 0 ? tail : 1 - tail;
}

const STEPS = 4096;

/**
 * Makes a function that adds integers, normal with standard deviation `sigma` (in units of 1/255), to `pixels` in place, the
 * same ones for the same `random`, whatever the pixels are: an edited face carries the noise of the original.
 */
export function noiseOf(sigma: number): (pixels: Uint8Array, random: Random) => void {
  if (sigma === 0) return () => {};
  const table = Int16Array.from({ length: STEPS }, (_, step) => Math.round(sigma * quantile((step + 0.5) / STEPS)));
  const at = (bits: number): number => table[bits & (STEPS - 1)] ?? 0;
  const clamp = (value: number): number => (value < 0 ? 0 : value > 255 ? 255 : value);
  return (pixels, random) => {
    for (let index = 0; index < pixels.length; index += 2) {
      const bits = random.bits();
      pixels[index] = clamp((pixels[index] ?? 0) + at(bits));
      if (index + 1 < pixels.length) pixels[index + 1] = clamp((pixels[index + 1] ?? 0) + at(bits >>> 16));
    }
  };
}
