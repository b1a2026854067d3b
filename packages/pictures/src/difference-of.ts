import type { Picture } from './picture.ts';

/** How much brighter each value of `edit` is than that of `reconstruction`, in levels from −255 to 255. */
export function differenceOf(edit: Picture, reconstruction: Picture): Float32Array {
  const difference = new Float32Array(edit.pixels.length);
  // A loop: Float32Array.from takes many times as long.
  for (let at = 0; at < difference.length; at++) {
    difference[at] = (edit.pixels[at] as number) - (reconstruction.pixels[at] as number);
  }
  return difference;
}

/** Half the range of levels: a difference of 1 as networks see pixels. */
const HALF = 127.5;

/** How much pixels differ, the mean absolute difference of their channels, pixels being in [−1, 1]: [pixels]. */
export function differenceSizes(difference: Float32Array): Float32Array {
  const sizes = new Float32Array(difference.length / 3);
  for (let pixel = 0; pixel < sizes.length; pixel++) {
    let sum = 0;
    for (let at = pixel * 3; at < pixel * 3 + 3; at++) sum += Math.abs(difference[at] as number);
    sizes[pixel] = sum / 3 / HALF;
  }
  return sizes;
}
