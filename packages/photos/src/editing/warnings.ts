import type { Picture } from '@attgan/pictures';
import { pointsOf } from '../detecting/face-points.ts';
import { squareCorners } from '../composing/compose-edit.ts';
import { scaleOf, type Point } from '../geometry/similarity.ts';
import type { AlignedFace } from './align-faces.ts';

/** Eyes of an aligned face lie 38 pixels apart. */
const EYE_DISTANCE = 38;
/** Eyes closer than this, in pixels of the photo: a face of about 30 pixels. */
const SMALL = 13;
/** How far the tip of the nose lies beside the middle of the eyes, as a share of their distance; of a face turned by about 35°. */
const TURNED = 0.45;
/** Mean brightness of the middle of a face, 0 to 255; one in a hundred everyday photographs is darker. */
const DARK = 64;
/** Share of the face's square that lies beyond the photo's border. */
const CUT = 0.2;

/** Why edits of a face will disappoint, a phrase each; none of most faces. */
export function warningsOf(photo: Picture, face: AlignedFace): string[] {
  const { found, alignment, input } = face;
  const apart = EYE_DISTANCE / scaleOf(alignment);
  return [
    ...(found.points !== undefined && apart < SMALL ? [`small: its eyes are ${apart.toFixed(0)} pixels apart`] : []),
    ...(turnOf(found.landmarks) > TURNED ? ['turned aside'] : []),
    ...(brightness(input) < DARK ? ['dark'] : []),
    ...(found.points !== undefined && shareOutside(photo, face) > CUT ? ['cut by the border of the photo'] : []),
  ];
}

/** How far the tip of the nose lies beside the middle of the eyes, in distances between the eyes; 0 where it is not known. */
export function turnOf(landmarks: readonly Point[]): number {
  const nose = landmarks[30];
  if (nose === undefined || landmarks.length !== 68) return 0;
  const { leftEye, rightEye } = pointsOf(landmarks);
  const [x, y] = [rightEye.x - leftEye.x, rightEye.y - leftEye.y];
  const square = x * x + y * y;
  return Math.abs(((nose.x - leftEye.x) * x + (nose.y - leftEye.y) * y) / square - 0.5);
}

/** Mean luma of the middle of a face, 0 to 255. */
export function brightness({ width, height, pixels }: Picture): number {
  let [sum, count] = [0, 0];
  for (let y = Math.floor(height * 0.35); y < height * 0.8; y++) {
    for (let x = Math.floor(width * 0.3); x < width * 0.7; x++) {
      const at = (y * width + x) * 3;
      sum += 0.299 * (pixels[at] as number) + 0.587 * (pixels[at + 1] as number) + 0.114 * (pixels[at + 2] as number);
      count++;
    }
  }
  return sum / count;
}

/** The share of the square that lies beyond the border, of a grid of points. */
export function shareOutside({ width, height }: Picture, { toModel, input }: AlignedFace): number {
  const [corner, right, , down] = squareCorners(toModel, input.width) as [Point, Point, Point, Point];
  const grid = 16;
  let outside = 0;
  for (let v = 0; v < grid; v++) {
    for (let u = 0; u < grid; u++) {
      const [s, t] = [(u + 0.5) / grid, (v + 0.5) / grid];
      const x = corner.x + s * (right.x - corner.x) + t * (down.x - corner.x);
      const y = corner.y + s * (right.y - corner.y) + t * (down.y - corner.y);
      if (x < 0 || y < 0 || x > width - 1 || y > height - 1) outside++;
    }
  }
  return outside / (grid * grid);
}
