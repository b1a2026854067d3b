import { AttganError } from '@attgan/core';
import type { Picture } from '@attgan/pictures';
import { assertSameSize } from './same-size.ts';

const WINDOW = 7;
const AREA = WINDOW ** 2;
const C1 = (0.01 * 255) ** 2;
const C2 = (0.03 * 255) ** 2;

/**
 * Structural similarity, at most 1: the mean over channels and over all windows of 7x7 pixels that lie inside of
 * (2 μa μb + C1)(2 σab + C2) / ((μa² + μb² + C1)(σa² + σb² + C2)), where C1 = (0.01 · 255)², C2 = (0.03 · 255)² and
 * (co)variances are the sample's, divided by 48 (Wang et al., "Image quality assessment", 2004, with a uniform window).
 * What scikit-image's `structural_similarity(a, b, channel_axis=2, data_range=255)` gives.
 * @throws RangeError unless the pictures are equally large.
 * @throws AttganError when they are smaller than a window.
 */
export function ssim(a: Picture, b: Picture): number {
  assertSameSize(a, b);
  const { width, height } = a;
  if (Math.min(width, height) < WINDOW) {
    throw new AttganError(`SSIM needs pictures of at least ${WINDOW}x${WINDOW} pixels, not ${width}x${height}.`);
  }
  let total = 0;
  for (let channel = 0; channel < 3; channel++) total += channelSum(a, b, channel);
  return total / (3 * (width - WINDOW + 1) * (height - WINDOW + 1));
}

/** The sum of the similarity over the windows of one channel. */
function channelSum({ width, height, pixels: a }: Picture, { pixels: b }: Picture, channel: number): number {
  // Sums of a, b, a² + b² and ab down each column of the window, which slides downwards. Integers, so they stay exact.
  const columns = new Int32Array(width * 4);
  const addRow = (y: number, sign: 1 | -1): void => {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 3 + channel;
      const [valueA, valueB] = [a[at] as number, b[at] as number];
      columns[x * 4] = (columns[x * 4] as number) + sign * valueA;
      columns[x * 4 + 1] = (columns[x * 4 + 1] as number) + sign * valueB;
      columns[x * 4 + 2] = (columns[x * 4 + 2] as number) + sign * (valueA ** 2 + valueB ** 2);
      columns[x * 4 + 3] = (columns[x * 4 + 3] as number) + sign * valueA * valueB;
    }
  };
  let total = 0;
  for (let y = 0; y < height; y++) {
    addRow(y, 1);
    if (y >= WINDOW) addRow(y - WINDOW, -1);
    if (y >= WINDOW - 1) total += rowSum(columns, width);
  }
  return total;
}

/** The sum over the windows of one row, from the sums down their columns. */
function rowSum(columns: Int32Array, width: number): number {
  let [sumA, sumB, squares, products, total] = [0, 0, 0, 0, 0];
  for (let x = 0; x < width; x++) {
    const first = (x - WINDOW) * 4;
    const leaves = first >= 0;
    sumA += (columns[x * 4] as number) - (leaves ? (columns[first] as number) : 0);
    sumB += (columns[x * 4 + 1] as number) - (leaves ? (columns[first + 1] as number) : 0);
    squares += (columns[x * 4 + 2] as number) - (leaves ? (columns[first + 2] as number) : 0);
    products += (columns[x * 4 + 3] as number) - (leaves ? (columns[first + 3] as number) : 0);
    if (x >= WINDOW - 1) total += similarity(sumA / AREA, sumB / AREA, squares / AREA, products / AREA);
  }
  return total;
}

/** From the means over one window of a, b, a² + b² and ab. */
function similarity(a: number, b: number, squares: number, products: number): number {
  const sample = AREA / (AREA - 1);
  const meanSquares = a * a + b * b;
  const variances = sample * (squares - meanSquares);
  const covariance = sample * (products - a * b);
  return ((2 * a * b + C1) * (2 * covariance + C2)) / ((meanSquares + C1) * (variances + C2));
}
