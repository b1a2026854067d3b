import { AttganError } from '@attgan/core';
import { parseTfjsManifest, parseTfjsWeights } from '@attgan/formats';
import { disposeTree, type TensorTree } from '@attgan/kernels';
import type { z } from 'zod';
import type { Detector } from '../detector.ts';
import type { faceApiOptions } from './face-api-options.ts';
import { findBoxes } from './find-boxes.ts';
import { createLandmarks } from './landmark-network.ts';
import { placeLandmarks } from './place-landmarks.ts';
import { createSsd } from './ssd-network.ts';
import { takeFrom, type TakeWeight } from './take-weight.ts';

/** The two files of a network of `@vladmandic/face-api`, in memory. */
export interface FaceApiFiles {
  /** `…-weights_manifest.json` */
  readonly manifest: string;
  /** `….bin` */
  readonly weights: Uint8Array;
}

/** The detector from files in memory, as a page fetches them. @throws AttganError when they are damaged */
export function createFaceApiFrom(
  boxes: FaceApiFiles,
  landmarks: FaceApiFiles,
  options: z.output<typeof faceApiOptions>,
): Detector {
  return createFaceApi(takeFromFiles(boxes), takeFromFiles(landmarks), options);
}

function takeFromFiles({ manifest, weights }: FaceApiFiles): TakeWeight {
  const damaged = (problem: string): AttganError =>
    new AttganError(`The weights of the face detector are damaged: ${problem}.`);
  return takeFrom(parseTfjsWeights(parseTfjsManifest(manifest), weights), damaged);
}

/** Puts the two networks on the current backend. */
export function createFaceApi(
  boxes: TakeWeight,
  points: TakeWeight,
  options: z.output<typeof faceApiOptions>,
): Detector {
  const ssd = createSsd(boxes);
  const landmarks = createLandmarks(points);
  let open = true;
  return {
    name: 'face-api',
    async find(picture) {
      const found = await findBoxes(ssd, picture, options);
      const faces = await placeLandmarks(landmarks, picture, found);
      return faces.toSorted((one, other) => other.box.width * other.box.height - one.box.width * one.box.height);
    },
    close() {
      if (!open) return;
      open = false;
      for (const tree of [ssd, landmarks]) disposeTree(tree as unknown as TensorTree);
    },
  };
}
