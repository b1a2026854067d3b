import type { FacePoints } from '../geometry/aligned-frame.ts';
import { meanOf, type Point } from '../geometry/similarity.ts';

/**
 * The three points of 68 landmarks in the order of the data set 300-W: eyes are the means of 36 to 41 and 42 to 47; the mouth lies
 * between its corners, 48 and 54.
 */
export function pointsOf(landmarks: readonly Point[]): FacePoints {
  return {
    leftEye: meanOf(landmarks.slice(36, 42)),
    rightEye: meanOf(landmarks.slice(42, 48)),
    mouth: meanOf([landmarks[48] as Point, landmarks[54] as Point]),
  };
}
