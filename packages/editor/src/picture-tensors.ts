import { AttganError } from '@attgan/core';
import { picturesOf, type Picture } from '@attgan/pictures';
import * as tf from '@tensorflow/tfjs-core';

/** Pictures as networks see them: [count, size, size, 3] in [−1, 1]. @throws AttganError when one has another size. */
export function toFaces(pictures: readonly Picture[], size: number): tf.Tensor4D {
  const length = size * size * 3;
  const values = new Float32Array(pictures.length * length);
  pictures.forEach(({ width, height, pixels }, position) => {
    if (width !== size || height !== size) {
      throw new AttganError(`The model takes pictures of ${size}x${size}, not ${width}x${height}. Crop them for it.`);
    }
    for (let index = 0; index < length; index++) {
      values[position * length + index] = (pixels[index] as number) / 127.5 - 1;
    }
  });
  return tf.tensor4d(values, [pictures.length, size, size, 3]);
}

/** The reverse, rounded to nearest. Leaves the tensor alone. */
export async function toPictures(images: tf.Tensor4D): Promise<Picture[]> {
  const [count, height, width] = images.shape;
  return picturesOf(await images.data<'float32'>(), count, height, width);
}
