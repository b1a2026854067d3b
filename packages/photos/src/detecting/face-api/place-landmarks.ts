import type { Picture } from '@attgan/pictures';
import * as tf from '@tensorflow/tfjs-core';
import type { FoundFace } from '../detector.ts';
import { pointsOf } from '../face-points.ts';
import { sampleArea } from '../../geometry/sample-area.ts';
import { meanOf, transform, type Point, type Similarity } from '../../geometry/similarity.ts';
import type { FaceBox } from './find-boxes.ts';
import { findLandmarks, LANDMARK_EDGE, type LandmarkParams } from './landmark-network.ts';
import { mirrorPixels, unmirrored } from './mirrored.ts';

/** Looks at each face again, upright and filling the square, this often: landmarks of tilted faces come out truer. */
const LOOKS = 2;

/** Landmarks of each face in the pixels of the picture. */
export async function placeLandmarks(
  params: LandmarkParams,
  picture: Picture,
  boxes: readonly FaceBox[],
): Promise<FoundFace[]> {
  if (boxes.length === 0) return [];
  let views = boxes.map(({ box: { x, y, width, height } }) =>
    viewOf({ x: x + width / 2, y: y + height / 2 }, Math.max(width, height), 0),
  );
  let landmarks: Point[][] = [];
  for (let look = 0; look < LOOKS; look++) {
    if (look > 0) views = landmarks.map(uprightView);
    landmarks = await read(params, picture, views);
  }
  return boxes.map(({ box, score }, index) => {
    const points = landmarks[index] as Point[];
    return { box, score, points: pointsOf(points), landmarks: points };
  });
}

/** Means of what the network says of each view and of its mirror image: it errs by a pixel to one side. */
async function read(params: LandmarkParams, picture: Picture, views: readonly Similarity[]): Promise<Point[][]> {
  const length = LANDMARK_EDGE * LANDMARK_EDGE * 3;
  const pixels = new Float32Array(views.length * length);
  views.forEach((view, index) => {
    pixels.set(sampleArea(picture, view, LANDMARK_EDGE, LANDMARK_EDGE).pixels, index * length);
  });
  const [straight, mirrored] = [
    await readPixels(params, pixels),
    await readPixels(params, mirrorPixels(pixels, LANDMARK_EDGE)),
  ];
  return views.map((view, index) => {
    const back = unmirrored(mirrored[index] as Point[], LANDMARK_EDGE);
    return (straight[index] as Point[]).map((point, at) => transform(view, meanOf([point, back[at] as Point])));
  });
}

/** Landmarks in pixels of what the network reads, [faces][68]. */
async function readPixels(params: LandmarkParams, pixels: Float32Array): Promise<Point[][]> {
  const count = pixels.length / (LANDMARK_EDGE * LANDMARK_EDGE * 3);
  const found = tf.tidy(() => findLandmarks(params, tf.tensor4d(pixels, [count, LANDMARK_EDGE, LANDMARK_EDGE, 3])));
  const values = await found.data().finally(() => found.dispose());
  return Array.from({ length: count }, (_, face) =>
    Array.from({ length: 68 }, (_, point) => {
      const at = face * 136 + point * 2;
      const [x, y] = [values[at] as number, values[at + 1] as number];
      return { x: x * LANDMARK_EDGE - 0.5, y: y * LANDMARK_EDGE - 0.5 };
    }),
  );
}

/** From pixels of what the network reads to those of the picture: a square around `centre`, turned by `angle`. */
function viewOf(centre: Point, edge: number, angle: number): Similarity {
  const scale = edge / LANDMARK_EDGE;
  const [a, b] = [scale * Math.cos(angle), scale * Math.sin(angle)];
  const middle = (LANDMARK_EDGE - 1) / 2;
  return { a, b, x: centre.x - (a - b) * middle, y: centre.y - (b + a) * middle };
}

/** The square that holds the landmarks, its sides along and across the line between the eyes. */
function uprightView(landmarks: readonly Point[]): Similarity {
  const { leftEye, rightEye } = pointsOf(landmarks);
  const angle = Math.atan2(rightEye.y - leftEye.y, rightEye.x - leftEye.x);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const along = landmarks.map(({ x, y }) => cos * x + sin * y);
  const across = landmarks.map(({ x, y }) => cos * y - sin * x);
  const [left, right] = [Math.min(...along), Math.max(...along)];
  const [top, bottom] = [Math.min(...across), Math.max(...across)];
  const [u, v] = [(left + right) / 2, (top + bottom) / 2];
  const edge = MARGIN * Math.max(right - left, bottom - top);
  return viewOf({ x: cos * u - sin * v, y: sin * u + cos * v }, edge, angle);
}

/** The network was trained on boxes somewhat larger than the landmarks. */
const MARGIN = 1.15;
