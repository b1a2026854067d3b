import { AttganError } from '@attgan/core';
import type { Picture } from '@attgan/pictures';
import { CHIP_EDGE } from './recogniser-network.ts';

/** A square of a picture, in fractions of the picture's side. */
export interface FaceRegion {
  readonly left: number;
  readonly top: number;
  readonly edge: number;
}

/**
 * Where the recogniser tells people apart best on CelebA's crop for AttGAN: of 1,000 validation photos of 200 people at
 * 64 px, 92.2 % find another photo of the same person first, and 27.5 % by the whole picture (the best of 24 regions).
 */
export const FACE_REGION: FaceRegion = { left: 0.17, top: 0.3, edge: 0.66 };

/**
 * The region of each picture, resized to what the recogniser reads: bilinear between pixel centres, the edge pixels
 * going on beyond the edge.
 * @param pictures square, of any size
 * @returns [pictures, 150, 150, 3] in [0, 255]
 * @throws AttganError for a picture that is not square
 */
export function faceChips(pictures: readonly Picture[], region: FaceRegion = FACE_REGION): Float32Array {
  const length = CHIP_EDGE * CHIP_EDGE * 3;
  const chips = new Float32Array(pictures.length * length);
  pictures.forEach((picture, index) => {
    resizeRegion(picture, region, chips.subarray(index * length, (index + 1) * length));
  });
  return chips;
}

function resizeRegion({ width, height, pixels }: Picture, { left, top, edge }: FaceRegion, chip: Float32Array): void {
  if (width !== height) throw new AttganError(`The face recogniser reads square pictures, not ${width}x${height}.`);
  const columns = between(left, edge, width);
  const rows = between(top, edge, width);
  const lines = new Float32Array(width * CHIP_EDGE * 3);
  for (let y = 0; y < width; y++) {
    for (let x = 0; x < CHIP_EDGE; x++) {
      const { lower, upper, weight } = columns[x] as Between;
      for (let channel = 0; channel < 3; channel++) {
        const from = pixels[(y * width + lower) * 3 + channel] as number;
        const to = pixels[(y * width + upper) * 3 + channel] as number;
        lines[(y * CHIP_EDGE + x) * 3 + channel] = from + weight * (to - from);
      }
    }
  }
  const step = CHIP_EDGE * 3;
  for (let y = 0; y < CHIP_EDGE; y++) {
    const { lower, upper, weight } = rows[y] as Between;
    for (let at = 0; at < step; at++) {
      const from = lines[lower * step + at] as number;
      const to = lines[upper * step + at] as number;
      chip[y * step + at] = from + weight * (to - from);
    }
  }
}

/** Two neighbouring pixels, and the share of the upper one. */
interface Between {
  readonly lower: number;
  readonly upper: number;
  readonly weight: number;
}

/** Where the centres of the chip's pixels fall, along one side of a picture of `size` pixels. */
function between(start: number, edge: number, size: number): Between[] {
  return Array.from({ length: CHIP_EDGE }, (_, index) => {
    const centre = (start + (edge * (index + 0.5)) / CHIP_EDGE) * size - 0.5;
    const inside = Math.min(Math.max(centre, 0), size - 1);
    const lower = Math.floor(inside);
    return { lower, upper: Math.min(lower + 1, size - 1), weight: inside - lower };
  });
}
