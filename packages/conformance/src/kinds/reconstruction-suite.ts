import type { Reconstruction } from '@attgan/training';
import * as tf from '@tensorflow/tfjs-core';
import { demand, demandFinite } from './demand.ts';
import { casesIn, SIZE, type Described, type KindSuite } from './kind-suite.ts';
import { drawnFaces, read, scalarOf } from './probes.ts';

interface Subject extends Described<'reconstruction'> {
  readonly loss: Reconstruction;
  faces(name: string): tf.Tensor4D;
}

async function cost({ loss }: Subject, real: tf.Tensor4D, other: tf.Tensor4D): Promise<number> {
  return scalarOf(loss(real, other), 'the loss');
}

/** What every reconstruction must satisfy: a differentiable scalar that is 0 for equal images. */
export const reconstructionSuite: KindSuite<'reconstruction', Subject> = {
  kind: 'reconstruction',
  tensors: true,
  open: async (definition, setting) => {
    const { options = {}, size = SIZE } = setting;
    return {
      definition,
      options,
      setting,
      loss: definition.create(options),
      faces: (name) => drawnFaces(name, 2, size),
    };
  },
  cases: casesIn<Subject>('reconstruction', {
    'is 0 for equal images and above 0 for others': async (subject) => {
      const [real, other] = [subject.faces('real'), subject.faces('other')];
      const [same, unlike] = [await cost(subject, real, real), await cost(subject, real, other)];
      tf.dispose([real, other]);
      demand(Math.abs(same) < 1e-5 * Math.max(1, unlike), `is ${same} for equal images`);
      demand(unlike > 0, `is ${unlike} for images that differ`);
    },
    'does not grow with the batch': {
      tolerance: 1e-4,
      run: async (subject) => {
        const [real, other] = [subject.faces('real'), subject.faces('other')];
        const [reals, others] = [tf.concat([real, real]), tf.concat([other, other])];
        const [once, twice] = [await cost(subject, real, other), await cost(subject, reals, others)];
        tf.dispose([real, other, reals, others]);
        return { off: Math.abs(twice - once) / once, where: `${once} for 2 images, ${twice} for the same twice` };
      },
    },
    'has the gradient that its values say': {
      needs: 'training',
      tolerance: 0.05,
      run: async (subject) => {
        const [real, other] = [subject.faces('real'), subject.faces('other')];
        const slope = tf.tidy(() => tf.grad((image: tf.Tensor) => subject.loss(real, image as tf.Tensor4D))(other));
        // Where the slope is steep, against which kinks count little.
        const direction = tf.tidy(() => tf.sign(slope));
        const [expected] = await read(tf.tidy(() => tf.sum(tf.mul(slope, direction))));
        const [length] = await read(tf.tidy(() => tf.norm(slope)));
        const step = 3e-3;
        const moved = (by: number): tf.Tensor4D => tf.tidy(() => tf.add(other, tf.mul(direction, by)));
        const [up, down] = [moved(step), moved(-step)];
        const found = ((await cost(subject, real, up)) - (await cost(subject, real, down))) / (2 * step);
        tf.dispose([real, other, slope, direction, up, down]);
        demandFinite([expected as number, length as number], 'the gradient');
        demand((length as number) > 0, 'no gradient reaches the reconstruction');
        const off = Math.abs(found - (expected as number)) / Math.max(Math.abs(found), length as number);
        return { off, where: `along a direction the gradient is ${expected}, differences say ${found}` };
      },
    },
  }),
};
