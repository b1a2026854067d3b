import { readFile } from 'node:fs/promises';
import { AttganError, messageOf } from '@attgan/core';
import type { Crop } from '@attgan/core';
import type { Resampling } from './crops.ts';
import { jpegShape } from './jpeg-shape.ts';

/** From a file to the square that networks see. */
export interface Recipe {
  readonly crop: Crop;
  readonly resample: Resampling;
  /** Height and width of the result, pixels. */
  readonly size: number;
}

/** Decodes an image file to [size, size, 3] uint8. Throws an AttganError where it is missing, damaged or misshapen. */
export type Decode = (path: string) => Promise<Uint8Array>;

const KERNELS = { bicubic: 'cubic', lanczos3: 'lanczos3', linear: 'linear' } as const;

/** A decoder for one recipe. The work is done in libuv's thread pool, never on the calling thread. */
export async function createDecoder(recipe: Recipe): Promise<Decode> {
  const { default: sharp } = await import('sharp');
  // Images are small and many: a thread for each image beats threads within one, and none is read twice.
  sharp.concurrency(1);
  sharp.cache(false);
  const { crop, size } = recipe;
  const kernel = KERNELS[recipe.resample];
  const square = { left: crop.x, top: crop.y, width: crop.edge, height: crop.edge };
  return async (path) => {
    let pixels: Uint8Array;
    try {
      const file = await readFile(path);
      const shape = jpegShape(file) ?? (await sharp(file).metadata());
      if (shape.width !== crop.width || shape.height !== crop.height) {
        throw new AttganError(`it is ${shape.width}x${shape.height}, not ${crop.width}x${crop.height}`);
      }
      pixels = await sharp(file, { sequentialRead: true })
        .extract(square)
        // Cutting before resizing also keeps the decoder from shrinking by itself, which would change the pixels.
        .resize(size, size, { kernel, fit: 'fill', fastShrinkOnLoad: false })
        .toColourspace('srgb')
        .removeAlpha()
        .raw()
        .toBuffer();
    } catch (error) {
      throw new AttganError(`Cannot use the image ${path}: ${firstLine(messageOf(error))}`, { cause: error });
    }
    return pixels;
  };
}

const firstLine = (text: string): string => text.trim().split('\n')[0] ?? '';
