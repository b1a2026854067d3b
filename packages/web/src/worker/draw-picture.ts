import { AttganError } from '@attgan/core';
import type { Picture } from '@attgan/pictures';

/** Puts a picture onto a canvas, its corner at (x, y), every pixel as it is. */
export function drawPicture(canvas: OffscreenCanvas, { width, height, pixels }: Picture, x: number, y: number): void {
  const context = canvas.getContext('2d', { alpha: false });
  if (context === null) throw new AttganError('This browser gives no canvas to draw on.');
  if (width === 0 || height === 0) return;
  const image = new ImageData(width, height);
  // One word for each pixel: a third of the writes.
  const words = new Uint32Array(image.data.buffer);
  for (let at = 0, from = 0; at < words.length; at++, from += 3) {
    words[at] =
      (pixels[from] as number) |
      ((pixels[from + 1] as number) << 8) |
      ((pixels[from + 2] as number) << 16) |
      0xff00_0000;
  }
  context.putImageData(image, x, y);
}
