import { compose, fitSimilarity, type Point, type Similarity } from './similarity.ts';

/** The shape of CelebA's aligned images, pixels. */
export const ALIGNED = { width: 178, height: 218 } as const;

/** What a face is aligned by: as the viewer sees it, the eye on the left, the eye on the right, and between the corners of the mouth. */
export interface FacePoints {
  readonly leftEye: Point;
  readonly rightEye: Point;
  readonly mouth: Point;
}

/**
 * Where these three lie in CelebA's aligned images. Their similarity reproduces CelebA's own crops to a pixel; fitted to the points of
 * 34 photos with official landmarks.
 */
export const ALIGNED_POINTS: FacePoints = {
  leftEye: { x: 69.5, y: 111 },
  rightEye: { x: 107.5, y: 111 },
  mouth: { x: 88.5, y: 152.4 },
};

/** From pixels of the photo to those of the aligned image. @throws RangeError where the points lie in one place */
export function alignmentOf(points: FacePoints): Similarity {
  return fitSimilarity(listOf(points), listOf(ALIGNED_POINTS));
}

function listOf({ leftEye, rightEye, mouth }: FacePoints): Point[] {
  return [leftEye, rightEye, mouth];
}

/** A square of the aligned image. */
export interface FrameSquare {
  readonly x: number;
  readonly y: number;
  readonly edge: number;
}

/**
 * From pixels of the photo to those of the model's picture: aligned, cut to the square and resized to `size`. Pixels are squares, so
 * a picture's left border is at −0.5.
 */
export function modelAlignment(alignment: Similarity, square: FrameSquare, size: number): Similarity {
  const factor = size / square.edge;
  const shift = (start: number): number => factor * (0.5 - start) - 0.5;
  return compose({ a: factor, b: 0, x: shift(square.x), y: shift(square.y) }, alignment);
}
