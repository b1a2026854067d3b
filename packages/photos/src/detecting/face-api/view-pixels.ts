import { resample, type Picture } from '@attgan/pictures';
import type { Box } from '../detector.ts';

/**
 * Squares of a picture resized to `edge`, black beyond its border.
 * @returns [views, edge, edge, 3] in [0, 255]
 */
export function viewPixels(picture: Picture, views: readonly Box[], edge: number): Float32Array {
  const length = edge * edge * 3;
  const pixels = new Float32Array(views.length * length);
  views.forEach((view, index) => {
    drawView(picture, view, edge, pixels.subarray(index * length, (index + 1) * length));
  });
  return pixels;
}

function drawView(picture: Picture, view: Box, edge: number, target: Float32Array): void {
  const left = Math.max(0, Math.round(view.x));
  const top = Math.max(0, Math.round(view.y));
  const right = Math.min(picture.width, Math.round(view.x + view.width));
  const bottom = Math.min(picture.height, Math.round(view.y + view.height));
  const factor = edge / view.width;
  const size = (length: number): number => Math.min(edge, Math.max(1, Math.round(length * factor)));
  const [columns, rows] = [size(right - left), size(bottom - top)];
  const area = { x: left, y: top, width: right - left, height: bottom - top };
  const { pixels } = resample(picture, area, columns, rows, 'linear');
  const startX = Math.min(edge - columns, Math.round((left - view.x) * factor));
  const startY = Math.min(edge - rows, Math.round((top - view.y) * factor));
  for (let y = 0; y < rows; y++) {
    target.set(pixels.subarray(y * columns * 3, (y + 1) * columns * 3), ((startY + y) * edge + startX) * 3);
  }
}
