import type { Picture } from '@attgan/pictures';
import type * as tf from '@tensorflow/tfjs-core';
import type { SampleGrid } from './game.ts';

/** The grid as one labelled PNG. Disposes the grid's tensors. */
export async function drawSamples({
  columns,
  rows,
}: SampleGrid): Promise<{ png: Buffer; width: number; height: number }> {
  // Loaded late: image libraries are heavy, and a training may never draw.
  const { contactSheet, encodePng } = await import('@attgan/pictures');
  const pictures = rows.map(toPictures);
  for (const row of rows) row.dispose();
  const sheet = await contactSheet({ rows: pictures, columnLabels: columns });
  return { png: await encodePng(sheet), width: sheet.width, height: sheet.height };
}

/** Images [count, height, width, 3] in [−1, 1] as uint8 pictures, rounded to nearest. */
export function toPictures(images: tf.Tensor4D): Picture[] {
  const [count, height, width] = images.shape;
  const values = images.dataSync() as Float32Array;
  const length = height * width * 3;
  return Array.from({ length: count }, (_, image) => ({
    width,
    height,
    // A clamped array rounds and stays within 0..255.
    pixels: new Uint8Array(
      Uint8ClampedArray.from(values.subarray(image * length, (image + 1) * length), (v) => (v + 1) * 127.5).buffer,
    ),
  }));
}
