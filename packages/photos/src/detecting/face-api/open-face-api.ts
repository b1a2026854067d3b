import type { z } from 'zod';
import type { Detector } from '../detector.ts';
import { createFaceApi } from './create-face-api.ts';
import { readFaceApiWeights } from './face-api-weights.ts';
import type { faceApiOptions } from './face-api-options.ts';

/** Opens the two networks on the current backend. @throws AttganError when their weights are missing or damaged */
export async function openFaceApi(options: z.output<typeof faceApiOptions>): Promise<Detector> {
  const [ssd, landmarks] = await Promise.all([
    readFaceApiWeights('ssd_mobilenetv1_model'),
    readFaceApiWeights('face_landmark_68_model'),
  ]);
  return createFaceApi(ssd, landmarks, options);
}
