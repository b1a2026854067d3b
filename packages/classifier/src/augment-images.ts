import { uniform, type LabelledImages, type RandomKey } from '@attgan/core';

/** How far a picture may be changed so that it still shows the same attributes. */
export interface Augmentation {
  /** Maximum shift in each direction, pixels; its border is repeated. */
  readonly shift: number;
  /** Brightness changes by up to this, contrast by a factor of up to 1 ± this; full scale is 1. */
  readonly light: number;
}

/**
 * The images as float32 in [−1, 1], [count, size, size, 3], each moved and lit at random.
 * Equal keys change equal images equally.
 */
export function augmentImages(
  { count, size, pixels }: Pick<LabelledImages, 'count' | 'size' | 'pixels'>,
  { shift, light }: Augmentation,
  key: RandomKey,
): Float32Array {
  const draws = uniform(key, 4 * count);
  const values = new Float32Array(pixels.length);
  const clamp = (place: number): number => Math.max(0, Math.min(size - 1, place));
  for (let image = 0; image < count; image++) {
    const [across, down, contrast, brightness] = draws.subarray(4 * image, 4 * image + 4) as unknown as [
      number,
      number,
      number,
      number,
    ];
    const move = (draw: number): number => Math.floor(draw * (2 * shift + 1)) - shift;
    const [dx, dy] = [move(across), move(down)];
    const factor = (1 + light * (2 * contrast - 1)) / 127.5;
    const offset = 2 * light * (2 * brightness - 1) - 127.5 * factor;
    for (let row = 0; row < size; row++) {
      const from = (image * size + clamp(row + dy)) * size;
      let at = (image * size + row) * size * 3;
      for (let column = 0; column < size; column++) {
        const source = (from + clamp(column + dx)) * 3;
        for (let channel = 0; channel < 3; channel++) {
          values[at++] = Math.max(-1, Math.min(1, (pixels[source + channel] as number) * factor + offset));
        }
      }
    }
  }
  return values;
}
