import { disposeTree, type TensorTree } from '@attgan/kernels';
import type { z } from 'zod';
import type { Detector } from '../detector.ts';
import { readFaceApiWeights } from './face-api-weights.ts';
import type { faceApiOptions } from './face-api.ts';
import { findBoxes } from './find-boxes.ts';
import { createLandmarks } from './landmark-network.ts';
import { placeLandmarks } from './place-landmarks.ts';
import { createSsd } from './ssd-network.ts';

/** Opens the two networks on the current backend. @throws AttganError when their weights are missing or damaged */
export async function openFaceApi(options: z.output<typeof faceApiOptions>): Promise<Detector> {
  const [ssdWeights, landmarkWeights] = await Promise.all([
    readFaceApiWeights('ssd_mobilenetv1_model'),
    readFaceApiWeights('face_landmark_68_model'),
  ]);
  const ssd = createSsd(ssdWeights);
  const landmarks = createLandmarks(landmarkWeights);
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
