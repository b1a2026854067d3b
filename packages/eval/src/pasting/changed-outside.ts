import type { Point } from '@attgan/photos';
import type { Picture } from '@attgan/pictures';

/**
 * Pixels that differ between a photo and its edit, outside of all squares.
 * @param squares corners of each, in order around it, pixels
 */
export function changedOutside(photo: Picture, edited: Picture, squares: readonly (readonly Point[])[]): number {
  let count = 0;
  const { width, height, pixels } = photo;
  for (let place = 0; place < width * height; place++) {
    const at = place * 3;
    const same =
      pixels[at] === edited.pixels[at] &&
      pixels[at + 1] === edited.pixels[at + 1] &&
      pixels[at + 2] === edited.pixels[at + 2];
    if (same) continue;
    const point = { x: place % width, y: Math.floor(place / width) };
    if (!squares.some((corners) => isInside(corners, point))) count++;
  }
  return count;
}

function isInside(corners: readonly Point[], { x, y }: Point): boolean {
  return corners.every((corner, index) => {
    const next = corners[(index + 1) % corners.length] as Point;
    return (next.x - corner.x) * (y - corner.y) - (next.y - corner.y) * (x - corner.x) > -1e-6;
  });
}
