import type { LabelledImages } from '@attgan/core';
import type { Picture } from './picture.ts';

/** The images of a data source one by one. Shares their memory. */
export function facePictures({ count, size, pixels }: Omit<LabelledImages, 'labels'>): Picture[] {
  const length = size * size * 3;
  return Array.from({ length: count }, (_, face) => ({
    width: size,
    height: size,
    pixels: pixels.subarray(face * length, (face + 1) * length),
  }));
}
