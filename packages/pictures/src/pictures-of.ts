import type { Picture } from './picture.ts';

/**
 * What networks give as pictures, rounded to nearest.
 * @param values [count, height, width, 3] in [−1, 1]
 */
export function picturesOf(values: Float32Array, count: number, height: number, width: number): Picture[] {
  const length = height * width * 3;
  return Array.from({ length: count }, (_, image) => {
    // A clamped array rounds and stays within 0..255.
    const clamped = Uint8ClampedArray.from(
      values.subarray(image * length, (image + 1) * length),
      (value) => (value + 1) * 127.5,
    );
    return { width, height, pixels: new Uint8Array(clamped.buffer) };
  });
}
