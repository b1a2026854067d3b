import { fold } from '@attgan/core';
import type { Augment } from '@attgan/training';
import * as tf from '@tensorflow/tfjs-core';
import { demand, demandFinite, equalBits } from './demand.ts';
import { casesIn, SIZE, type Described, type KindSuite } from './kind-suite.ts';
import { drawnFaces, keyOf, read } from './probes.ts';

interface Subject extends Described<'augmentation'> {
  readonly augment: Augment;
  readonly size: number;
}

const FACES = 4;
const KEYS = [0, 1, 2].map((draw) => fold(keyOf('augmentation'), draw));

/** The faces, changed, as numbers. */
async function changed({ augment, size }: Subject, key = KEYS[0]): Promise<Float32Array> {
  const faces = drawnFaces('faces', FACES, size);
  const before = await faces.data();
  const result = tf.tidy(() => augment(faces, key as (typeof KEYS)[number]));
  const [found, wanted] = [result.shape.join(' × '), faces.shape.join(' × ')];
  const values = (await result.data<'float32'>()).slice();
  const kept = equalBits(before, await faces.data());
  // Both, because an augmentation may return what it was given.
  tf.dispose([faces, result]);
  demand(found === wanted, `${wanted} becomes ${found}`);
  demand(kept, 'it changes the images that it is given');
  return values;
}

/** What every augmentation must satisfy: images of the same shape and range, as a differentiable function of images and key. */
export const augmentationSuite: KindSuite<'augmentation', Subject> = {
  kind: 'augmentation',
  tensors: true,
  open: async (definition, setting) => {
    const { options = {}, size = SIZE } = setting;
    return { definition, options, setting, size, augment: definition.create(options) };
  },
  cases: casesIn<Subject>('augmentation', {
    'says what it is of': async ({ definition: { of } }) => {
      demand(of === 'batch' || of === 'critic', `it is of "${of as string}": write 'batch' or 'critic'`);
    },
    'keeps shape and range': async (subject) => {
      for (const key of KEYS) {
        const values = await changed(subject, key);
        demandFinite(values, 'an image');
        const outside = values.find((value) => Math.abs(value) > 1 + 1e-5);
        demand(outside === undefined, `a value in [−1, 1] becomes ${outside}`);
      }
    },
    'changes images in the same way for the same key, bit for bit': async (subject) => {
      for (const key of KEYS) {
        const [first, second] = [await changed(subject, key), await changed(subject, key)];
        demand(equalBits(first, second), 'the same key gives other images: draw by the key alone');
      }
    },
    'lets gradients through to the images': {
      needs: 'training',
      without: ({ definition }) =>
        definition.of === 'critic' ? undefined : 'it is of training batches, which nothing makes',
      run: async ({ augment, size }) => {
        const faces = drawnFaces('faces', FACES, size);
        const slope = tf.tidy(() =>
          tf.grad((images: tf.Tensor) => tf.sum(tf.square(augment(images as tf.Tensor4D, KEYS[0] as never))))(faces),
        );
        const values = await read(slope);
        faces.dispose();
        demandFinite(values, 'the gradient');
        demand(
          values.some((value) => value !== 0),
          'no gradient reaches the images',
        );
      },
    },
  }),
};
