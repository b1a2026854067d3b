import type { Point } from '../../geometry/similarity.ts';

/** Runs of the 68 landmarks, in the order of 300-W, that a mirror turns round: from, to. Eyes turn about two runs each. */
const RUNS: readonly (readonly [number, number])[] = [
  [0, 16],
  [17, 26],
  [31, 35],
  [48, 54],
  [55, 59],
  [60, 64],
  [65, 67],
];

/** Which landmark of a mirrored face is landmark i of the face. */
const MIRRORED: readonly number[] = (() => {
  const order = Array.from({ length: 68 }, (_, index) => index);
  for (const [from, to] of RUNS) for (let at = from; at <= to; at++) order[at] = from + to - at;
  for (const [one, other] of [
    [36, 45],
    [37, 44],
    [38, 43],
    [39, 42],
    [40, 47],
    [41, 46],
  ] as const) {
    order[one] = other;
    order[other] = one;
  }
  return order;
})();

/** Landmarks of a face from those of its mirror image, `width` pixels wide. */
export function unmirrored(landmarks: readonly Point[], width: number): Point[] {
  return MIRRORED.map((index) => {
    const { x, y } = landmarks[index] as Point;
    return { x: width - 1 - x, y };
  });
}

/** Mirrors square pictures of RGB from left to right: [pictures, edge, edge, 3]. */
export function mirrorPixels(pixels: Float32Array, edge: number): Float32Array {
  return pixels.map((_, at) => {
    const column = Math.floor(at / 3) % edge;
    return pixels[at + 3 * (edge - 1 - 2 * column)] as number;
  });
}
