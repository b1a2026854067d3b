import { join } from 'node:path';
import { disposeTree, registerGradients, type TensorTree } from '@attgan/kernels';
import { loadPicture } from '@attgan/pictures';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { pointsOf } from '../face-points.ts';
import { readFaceApiWeights } from './face-api-weights.ts';
import { createLandmarks } from './landmark-network.ts';
import { unmirrored } from './mirrored.ts';
import { placeLandmarks } from './place-landmarks.ts';
import { viewsOf } from './views.ts';

beforeAll(async () => {
  await registerGradients();
  await tf.setBackend('cpu');
});

test('eyes and mouth of the portrait lie where they are seen, and memory is freed', async () => {
  const picture = await loadPicture(join(import.meta.dirname, '..', '..', '..', 'assets', 'astronaut.png'));
  const before = tf.memory().numTensors;
  const params = createLandmarks(await readFaceApiWeights('face_landmark_68_model'));
  const box = { x: 181, y: 73, width: 83, height: 102 };
  const [face] = await placeLandmarks(params, picture, [{ box, score: 1 }]);
  disposeTree(params as unknown as TensorTree);
  expect(tf.memory().numTensors).toBe(before);
  // As measured by eye on the picture.
  const seen = { leftEye: { x: 203, y: 100 }, rightEye: { x: 245, y: 102 }, mouth: { x: 223, y: 141 } };
  for (const [name, { x, y }] of Object.entries(seen)) {
    const found = face?.points?.[name as keyof typeof seen];
    expect(Math.hypot((found?.x ?? 0) - x, (found?.y ?? 0) - y), name).toBeLessThan(3);
  }
}, 120_000);

test('a face mirrored twice is itself, and mirroring exchanges its eyes', () => {
  const landmarks = Array.from({ length: 68 }, (_, index) => ({ x: index * 1.5, y: (index * 37) % 68 }));
  const once = unmirrored(landmarks, 112);
  expect(unmirrored(once, 112)).toEqual(landmarks);
  expect(pointsOf(once).leftEye.x).toBeCloseTo(111 - pointsOf(landmarks).rightEye.x, 9);
});

test('views cover every pixel, and each face of the smallest size lies in one of them whole', () => {
  const size = fc.integer({ min: 30, max: 5000 });
  fc.assert(
    fc.property(
      size,
      size,
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (width, height, u, v) => {
        const search = { smallest: 24, examined: 1600 };
        const face = 24 * Math.max(1, Math.max(width, height) / 1600);
        const [x, y] = [u * Math.max(0, width - face), v * Math.max(0, height - face)];
        const [, ...pieces] = viewsOf(width, height, search);
        const holds = pieces.some(
          (view) =>
            x >= view.x &&
            y >= view.y &&
            Math.min(x + face, width) <= view.x + view.width &&
            Math.min(y + face, height) <= view.y + view.height,
        );
        expect(pieces.length === 0 || holds).toBe(true);
      },
    ),
  );
});
