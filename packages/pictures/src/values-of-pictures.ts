import type { Picture } from './picture.ts';

/**
 * Pictures as networks are given them; the reverse of `picturesOf`.
 * @param pictures all of one size
 * @returns [count, height, width, 3] in [−1, 1]
 */
export function valuesOfPictures(pictures: readonly Picture[]): Float32Array {
  const length = pictures[0]?.pixels.length ?? 0;
  const values = new Float32Array(pictures.length * length);
  pictures.forEach(({ pixels }, index) => {
    for (let at = 0; at < length; at++) values[index * length + at] = (pixels[at] as number) / 127.5 - 1;
  });
  return values;
}
