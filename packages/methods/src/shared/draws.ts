import { fold, rivalsOf, uniform, weightedChoice, weightsOf, type RandomKey } from '@attgan/core';
import { fresh, shuffledRows } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';

/** What an update draws. */
export interface Draws {
  /** Labels to edit towards, [batch, attributes]. */
  target(labels: tf.Tensor2D, key: RandomKey): tf.Tensor2D;
  /** Position on the line from real to edited where the critic's gradient is penalised, in [0, 1): [batch]. */
  position(count: number, key: RandomKey): tf.Tensor1D;
}

export interface DrawOptions {
  /** Share of the faces whose target is their own labels with one attribute flipped. */
  readonly flipShare: number;
  /** How often an attribute is the one that is flipped, relative to the others; 1 where nothing is given. */
  readonly flipWeights?: Readonly<Record<string, number>>;
  readonly attributes: readonly string[];
  readonly exclusive: readonly (readonly string[])[];
}

/**
 * Targets are the batch's own labels in another order, so that combinations stay plausible; for `flipShare` of the faces they
 * are their own with one attribute flipped, as in most edits by users.
 * @throws UsageError for weights of attributes that are not there, and where none is above 0
 */
export function randomDraws({ flipShare, flipWeights = {}, attributes, exclusive }: DrawOptions): Draws {
  const weights = weightsOf(flipWeights, attributes, 'method.flipWeights');
  // Row i: the attributes that switching on number i switches off.
  const rivals = attributes.map((_, index) => {
    const others = new Set(rivalsOf(index, attributes, exclusive));
    return attributes.map((_name, other) => Number(others.has(other)));
  });
  return {
    target(labels, key) {
      const [count] = labels.shape;
      return tf.tidy(() => {
        const others = shuffledRows(labels, fold(key, 'target labels'));
        if (flipShare === 0) return others;
        const flips = fresh(fold(key, 'flipped or not'), (by) =>
          tf.tensor2d(
            uniform(by, count).map((draw) => Number(draw < flipShare)),
            [count, 1],
          ),
        );
        const which = fresh(fold(key, 'flipped attribute'), (by) => {
          const draws = Array.from(uniform(by, count), (draw) => weightedChoice(weights, draw));
          return tf.tensor1d(draws, 'int32');
        });
        const flipped = flipOne(labels, which, rivals);
        return tf.add(tf.mul(flipped, flips), tf.mul(others, tf.sub(1, flips)));
      });
    },
    position: (count, key) => fresh(fold(key, 'position'), (by) => tf.tensor1d(uniform(by, count))),
  };
}

/** Each face's labels with attribute `which[face]` flipped; computed without reading them, which a GPU makes slow. */
function flipOne(labels: tf.Tensor2D, which: tf.Tensor1D, rivals: readonly (readonly number[])[]): tf.Tensor2D {
  const picked = tf.oneHot(which, rivals.length) as tf.Tensor2D;
  const flipped = tf.abs(tf.sub(labels, picked));
  const switchedOn = tf.sum(tf.mul(flipped, picked), 1, true);
  const off = tf.mul(tf.gather(tf.tensor2d(rivals.map((row) => [...row])), which), switchedOn);
  return tf.mul(flipped, tf.sub(1, off)) as tf.Tensor2D;
}
