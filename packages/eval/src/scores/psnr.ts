import type { Picture } from '@attgan/pictures';
import { assertSameSize } from './same-size.ts';

/**
 * Peak signal-to-noise ratio in decibels: 10 log10(255² / MSE), the mean squared error over pixels and channels. What
 * scikit-image's `peak_signal_noise_ratio(a, b, data_range=255)` gives. Infinite for equal pictures.
 * @throws RangeError unless the pictures are equally large.
 */
export function psnr(a: Picture, b: Picture): number {
  assertSameSize(a, b);
  let sum = 0;
  for (let at = 0; at < a.pixels.length; at++) sum += ((a.pixels[at] as number) - (b.pixels[at] as number)) ** 2;
  return 10 * Math.log10(255 ** 2 / (sum / a.pixels.length));
}
