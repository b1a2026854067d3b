import { AttganError } from '@attgan/core';
import type { Area, Picture } from '@attgan/pictures';

/** Puts a picture onto a canvas, its corner at (x, y), every pixel as it is. */
export function drawPicture(canvas: OffscreenCanvas, picture: Picture, x: number, y: number): void {
  if (picture.width > 0 && picture.height > 0) contextOf(canvas).putImageData(imageOf(picture), x, y);
}

/** Puts a picture onto an area of a canvas that is larger. */
export function drawEnlarged(canvas: OffscreenCanvas, picture: Picture, { x, y, width, height }: Area): void {
  const small = new OffscreenCanvas(picture.width, picture.height);
  drawPicture(small, picture, 0, 0);
  contextOf(canvas).drawImage(small, x, y, width, height);
}

function contextOf(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  const context = canvas.getContext('2d', { alpha: false });
  if (context === null) throw new AttganError('This browser gives no canvas to draw on.');
  return context;
}

/** The picture as browsers hold it, opaque. */
export function imageOf({ width, height, pixels }: Picture): ImageData {
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
  return image;
}
