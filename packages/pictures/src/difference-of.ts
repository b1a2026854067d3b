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
