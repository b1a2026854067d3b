import { smoothstep } from '@attgan/core';
import { differenceOf, differenceSizes, smoothed, type Picture } from '@attgan/pictures';
import { boxBlur } from '../geometry/smooth.ts';
import type { PasteStrategy } from './paste-strategy.ts';

/** Values of each pixel of `EditLayers`: what is added (3), how much detail fades (1), the aligned face (3). */
export const LAYERS = 7;
/** Where these are: how much detail fades, and the first of the aligned face. */
export const [FADING, FACE] = [3, 4] as const;

/** What is put into a photo, at the model's resolution. */
export interface EditLayers {
  readonly width: number;
  readonly height: number;
  /** [height, width, 7]; pixels count from 0 to 255, fading from 0 to 1. */
  readonly values: Float32Array;
}

/**
 * @param face the aligned face, as the model saw it
 * @param reconstruction decoded with its own code
 * @param edit decoded with the wanted code; all three of one size
 */
export function editLayers(face: Picture, reconstruction: Picture, edit: Picture, strategy: PasteStrategy): EditLayers {
  const { width, height } = face;
  const count = width * height;
  const difference = differenceOf(edit, reconstruction);
  const size = boxBlur(differenceSizes(difference), width, height, Math.max(1, Math.round(width / 64)));
  const { gain, mask, fade, adds } = strategy;
  // Decoders paint fine patterns over a face, which nobody asked for and which hide the person.
  const added = smoothed(difference, width, height);
  const values = new Float32Array(count * LAYERS);
  for (let pixel = 0; pixel < count; pixel++) {
    const strength = size[pixel] as number;
    const share = gain * (mask === undefined ? 1 : smoothstep(strength, mask.from, mask.to));
    const to = pixel * LAYERS;
    values[to + 3] = fade === undefined ? 0 : fade.amount * smoothstep(strength, fade.from, fade.to);
    for (let channel = 0; channel < 3; channel++) {
      const at = pixel * 3 + channel;
      values[to + channel] = adds === 'edit' ? (edit.pixels[at] as number) : share * (added[at] as number);
      values[to + 4 + channel] = face.pixels[at] as number;
    }
  }
  return { width, height, values };
}

/** Means over squares of `factor` pixels; what remains at the right and below is left out. */
export function shrinkLayers({ width, height, values }: EditLayers, factor: number): EditLayers {
  const [columns, rows] = [Math.floor(width / factor), Math.floor(height / factor)];
  const means = new Float32Array(columns * rows * LAYERS);
  for (let y = 0; y < rows * factor; y++) {
    for (let x = 0; x < columns * factor; x++) {
      const to = (Math.floor(y / factor) * columns + Math.floor(x / factor)) * LAYERS;
      const from = (y * width + x) * LAYERS;
      for (let layer = 0; layer < LAYERS; layer++) {
        means[to + layer] = (means[to + layer] as number) + (values[from + layer] as number) / (factor * factor);
      }
    }
  }
  return { width: columns, height: rows, values: means };
}
