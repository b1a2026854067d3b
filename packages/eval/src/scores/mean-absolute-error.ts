import type { Picture } from '@attgan/pictures';
import { assertSameSize } from './same-size.ts';

/**
 * L1: the mean of |a − b| over pixels and channels, in 255ths, 0..255.
 * @throws RangeError unless the pictures are equally large.
 */
export function meanAbsoluteError(a: Picture, b: Picture): number {
  assertSameSize(a, b);
  let sum = 0;
  for (let at = 0; at < a.pixels.length; at++) sum += Math.abs((a.pixels[at] as number) - (b.pixels[at] as number));
  return sum / a.pixels.length;
}
