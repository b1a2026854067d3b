import { AttganError } from '@attgan/core';
import { HALF_RANGE, pixelsOf } from '@attgan/kernels';
import type { Picture } from '@attgan/pictures';
import * as tf from '@tensorflow/tfjs-core';

/** @throws AttganError when a picture has another size than `size`, or another number of pixels than it says */
export function checkPictures(pictures: readonly Picture[], size: number): void {
  for (const { width, height, pixels } of pictures) {
    if (width !== size || height !== size) {
      throw new AttganError(`The model takes pictures of ${size}x${size}, not ${width}x${height}. Crop them first.`);
    }
    if (pixels.length !== size * size * 3) {
      throw new AttganError(`A picture of ${size}x${size} has ${pixels.length} values, not ${size * size * 3} of RGB.`);
    }
  }
}

/** Pictures as networks see them, [count, size, size, 3] in [−1, 1]. Pixels are handed over as they are and scaled there. */
export function toFaces(pictures: readonly Picture[], size: number): tf.Tensor4D {
  const length = size * size * 3;
  const values = new Int32Array(pictures.length * length);
  pictures.forEach(({ pixels }, position) => values.set(pixels, position * length));
  return tf.tidy(() => {
    const pixels = tf.tensor4d(values, [pictures.length, size, size, 3], 'int32');
    return tf.sub(tf.div(tf.cast(pixels, 'float32'), HALF_RANGE), 1);
  });
}

/** The reverse, rounded to nearest. Leaves the tensor alone. */
export async function toPictures(images: tf.Tensor4D): Promise<Picture[]> {
  const [count, height, width] = images.shape;
  const scaled = pixelsOf(images);
  const values = await scaled.data<'int32'>().finally(() => scaled.dispose());
  const length = height * width * 3;
  return Array.from({ length: count }, (_, image) => ({
    width,
    height,
    pixels: new Uint8Array(values.subarray(image * length, (image + 1) * length)),
  }));
}
