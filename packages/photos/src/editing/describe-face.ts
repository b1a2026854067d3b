import type { Change } from '@attgan/core';
import type { Picture } from '@attgan/pictures';
import { squareCorners } from '../composing/compose-edit.ts';
import type { Box } from '../detecting/detector.ts';
import type { FacePoints } from '../geometry/aligned-frame.ts';
import { matrixOf, type Point } from '../geometry/similarity.ts';
import type { AlignedFace } from './align-faces.ts';
import { warningsOf } from './warnings.ts';

/** A face of a photo, and what is known of it. Places are pixels of the upright photo. */
export interface PhotoFace {
  /** From 1, the largest face, on. */
  readonly number: number;
  readonly box: Box;
  /** How sure the detector is, in [0, 1]. */
  readonly score: number;
  readonly points?: FacePoints;
  readonly landmarks: readonly Point[];
  /** 2×3, row by row: from pixels of the photo to those of CelebA's frame of 178×218. */
  readonly transform: readonly number[];
  /** Corners of the square outside of which an edit changes nothing. */
  readonly square: readonly Point[];
  /** What the model's own classifier reads, [attributes], 0 or 1, unless labels were given. */
  readonly labels: Uint8Array;
  /** How likely each attribute is, [attributes] in [0, 1]; absent where the model carries no classifier. */
  readonly probabilities?: Float32Array;
  /** What is asked of this face. */
  readonly changes: readonly Change[];
  /** Why edits of it will disappoint. */
  readonly warnings: readonly string[];
}

/** All of it that needs no network. */
export function describeFace(
  photo: Picture,
  aligned: AlignedFace,
  index: number,
): Omit<PhotoFace, 'labels' | 'probabilities' | 'changes'> {
  const { found, alignment, toModel, input } = aligned;
  return {
    ...found,
    number: index + 1,
    transform: matrixOf(alignment),
    square: squareCorners(toModel, input.width),
    warnings: warningsOf(photo, aligned),
  };
}
