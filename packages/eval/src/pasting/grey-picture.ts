import type { Picture } from '@attgan/pictures';

/** Luma of a picture, 0 to 255, row by row. */
export interface GreyPicture {
  readonly width: number;
  readonly height: number;
  readonly values: Float32Array;
}

/** Luma as in ITU-R BT.601. */
export function greyOf({ width, height, pixels }: Picture): GreyPicture {
  const values = new Float32Array(width * height);
  for (let at = 0; at < values.length; at++) {
    values[at] =
      0.299 * (pixels[at * 3] as number) +
      0.587 * (pixels[at * 3 + 1] as number) +
      0.114 * (pixels[at * 3 + 2] as number);
  }
  return { width, height, values };
}

/** Blurred by a Gaussian of `sigma` pixels; edge pixels go on beyond the border. */
export function blurGrey({ width, height, values }: GreyPicture, sigma: number): GreyPicture {
  const radius = Math.ceil(3 * sigma);
  const weights = Array.from({ length: 2 * radius + 1 }, (_, at) => Math.exp(-((at - radius) ** 2) / (2 * sigma ** 2)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const pass = (from: Float32Array, stepX: number, stepY: number): Float32Array => {
    const to = new Float32Array(from.length);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        let sum = 0;
        for (const [at, weight] of weights.entries()) {
          const u = Math.min(Math.max(x + (at - radius) * stepX, 0), width - 1);
          const v = Math.min(Math.max(y + (at - radius) * stepY, 0), height - 1);
          sum += weight * (from[v * width + u] as number);
        }
        to[y * width + x] = sum / total;
      }
    }
    return to;
  };
  return { width, height, values: pass(pass(values, 1, 0), 0, 1) };
}

/** Bilinear between pixels; edge pixels go on beyond the border. */
export function sampleGrey({ width, height, values }: GreyPicture, x: number, y: number): number {
  const u = Math.min(Math.max(x, 0), width - 1.001);
  const v = Math.min(Math.max(y, 0), height - 1.001);
  const [left, top] = [Math.floor(u), Math.floor(v)];
  const [p, q] = [u - left, v - top];
  const at = top * width + left;
  const upper = (1 - p) * (values[at] as number) + p * (values[at + 1] as number);
  const lower = (1 - p) * (values[at + width] as number) + p * (values[at + width + 1] as number);
  return (1 - q) * upper + q * lower;
}

/** Mean absolute Laplacian over the pixels that are not on the border: how much fine detail there is, 0 in a flat picture. */
export function sharpnessOf({ width, height, values }: GreyPicture): number {
  let sum = 0;
  const at = (place: number): number => values[place] as number;
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const place = y * width + x;
      sum += Math.abs(4 * at(place) - at(place - 1) - at(place + 1) - at(place - width) - at(place + width));
    }
  }
  return sum / ((width - 2) * (height - 2));
}
