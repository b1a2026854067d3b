import { permutation, rivalsOf, UsageError, withOptions } from '@attgan/core';
import { fresh } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';

/**
 * A kind that attgan does not have: which labels faces are edited towards in training. Methods that list `target` in `uses` are
 * given a function of labels, [batch, attributes], and a key. Flags, configurations and `attgan plugins` know it from here.
 */
export const targetKind = {
  kind: 'target',
  summary: 'which labels faces are edited towards in training',
  part: 'one',
  default: 'shuffled',
  resolve: ({ definition, options }, setting) => definition.create(options, setting),
};

/** Checks options before `create` sees them, with what a setting says of the data. */
export function defineTarget({ create, ...definition }) {
  return { ...definition, kind: 'target', create: withOptions(definition.options, 'target', create) };
}

export const shuffled = defineTarget({
  name: 'shuffled',
  summary: 'the labels of another face of the batch',
  options: z.strictObject({}),
  create: () => (labels, key) =>
    tf.tidy(() => {
      const [count] = labels.shape;
      return tf.gather(
        labels,
        fresh(key, (by) => tf.tensor1d(permutation(by, count), 'int32')),
      );
    }),
});

export const opposite = defineTarget({
  name: 'opposite',
  summary: 'one attribute the other way, the same for every face',
  options: z.strictObject({ attribute: z.string().describe('the attribute that is flipped') }),
  create({ attribute }, { attributes, exclusive }) {
    const index = attributes.indexOf(attribute);
    if (index < 0) throw new UsageError(`--target.attribute "${attribute}": the data have ${attributes.join(', ')}.`);
    const rivals = rivalsOf(index, attributes, exclusive);
    const row = (of) => tf.tensor2d([attributes.map((_, at) => Number(of.includes(at)))]);
    return (labels) =>
      tf.tidy(() => {
        const flipped = tf.abs(tf.sub(labels, row([index])));
        // Where it is on now, what excludes it goes off.
        const on = tf.slice(flipped, [0, index], [-1, 1]);
        return tf.mul(flipped, tf.sub(1, tf.mul(on, row(rivals))));
      });
  },
});
