import type { PhotoFace } from '@attgan/photos';

/** A face as --json tells it. Places are pixels of the upright photo. */
export function describeFace(face: PhotoFace, attributes: readonly string[]): object {
  const { number, box, score, points, landmarks, transform, square, changes, warnings } = face;
  return {
    number,
    box: [box.x, box.y, box.width, box.height].map(rounded),
    score: rounded(score),
    ...(points && {
      points: {
        leftEye: pair(points.leftEye),
        rightEye: pair(points.rightEye),
        mouth: pair(points.mouth),
      },
    }),
    landmarks: landmarks.map(pair),
    transform,
    square: square.map(pair),
    labels: Object.fromEntries(
      attributes.map((name, index) => [
        name,
        {
          on: face.labels[index] === 1,
          ...(face.probabilities && { probability: rounded(face.probabilities[index] as number) }),
        },
      ]),
    ),
    changes: changes.map(({ attribute, value }) => `${attribute}=${value}`),
    warnings,
  };
}

function pair({ x, y }: { readonly x: number; readonly y: number }): number[] {
  return [rounded(x), rounded(y)];
}

function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
