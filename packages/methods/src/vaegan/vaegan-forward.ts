import { fold, lazy, normal, uniform, UsageError } from '@attgan/core';
import type { TensorTree } from '@attgan/kernels';
import { part, type Critic, type Encoded, type Generator, type Judgement, type PassOf } from '@attgan/nets';
import type { Augment, ForwardContext, PlayerValues, SlopeContext } from '@attgan/training';
import { fresh } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';

/** What VAE/GAN's terms share in one update. Lazy: what no term reads is not computed. */
export interface VaeganForward {
  readonly labels: tf.Tensor2D;
  encoded(): Encoded;
  /** The mean of each face's z, [batch, ...latent]. */
  mean(): tf.Tensor4D;
  /** Logits of the critic that real faces, and faces decoded from a z out of N(0, I), are real: [batch, 1] each. */
  judged(): Readonly<Record<'real' | 'made', tf.Tensor2D>>;
  /** Inputs of a gradient penalty: faces are judged in one batch with the real ones. */
  slopes(): SlopeContext;
  /** Features of the critic of real faces, and of faces decoded from their own z. */
  compared(): Readonly<Record<'real' | 'reconstruction', tf.Tensor4D>>;
  /** The averages that this update moved, by player. */
  advanced(): Readonly<Record<'encoder' | 'decoder', TensorTree>>;
}

export interface VaeganParts {
  readonly generator: Generator;
  readonly critic: Critic;
  /** Augmentation of the critic's inputs; features are compared without it. */
  readonly augment: Augment;
}

/** The generator's trees, assembled from the players' parts. */
export function whole(players: Readonly<Record<string, PlayerValues>>): PlayerValues {
  const [encoder, reader, decoder] = ['encoder', 'reader', 'decoder'].map((name) => players[name]) as [
    PlayerValues,
    PlayerValues,
    PlayerValues,
  ];
  const state = decoder.state as Record<'averages' | 'directions', TensorTree>;
  return {
    params: { encoder: encoder.params, reader: reader.params, decoder: decoder.params },
    state: { encoder: encoder.state, decoder: state.averages, directions: state.directions },
  };
}

export function vaeganForward(
  { generator, critic, augment }: VaeganParts,
  { batch, players, key }: ForwardContext,
): VaeganForward {
  const { params, state } = whole(players);
  const judging = (players['critic'] as PlayerValues).params;
  const { images, labels } = batch;
  const still = tf.zerosLike(labels);
  const draw = (name: string): tf.Tensor4D => {
    const shape: [number, number, number, number] = [labels.shape[0], ...generator.latent];
    return fresh(fold(key, name), (by) => tf.tensor4d(normal(by, tf.util.sizeFromShape(shape)), shape));
  };
  const passes: PassOf[] = [];
  const decode = (z: tf.Tensor4D): tf.Tensor4D => {
    const { image, moments } = generator.decode(params, state, [z], still, 'training');
    passes.push({ part: 'decoder', moments });
    return image;
  };
  const encoded = lazy(() => generator.encode(params, state, images, 'training'));
  const mean = (): tf.Tensor4D => encoded().features.at(-1) as tf.Tensor4D;
  const z = lazy(() => {
    const deviation = tf.exp(tf.mul(encoded().logVariance as tf.Tensor4D, 0.5));
    return tf.add<tf.Tensor4D>(mean(), tf.mul(deviation, draw('around the mean')));
  });
  const made = lazy(() => decode(draw('z')));
  const augmented = (faces: tf.Tensor4D, seen: string): tf.Tensor4D => augment(faces, fold(key, `${seen}, augmented`));
  const judge = (faces: tf.Tensor4D, seen: string): [tf.Tensor2D, tf.Tensor2D] =>
    halves(critic.apply(judging, tf.concat([augmented(images, 'real'), augmented(faces, seen)])).adversarial);
  return {
    labels,
    encoded,
    mean,
    // The critic normalises over its batch. Two batches, each normalised by itself, would hide from it how colours and
    // contrasts differ: the published program, too, gives it both in one.
    judged: lazy(() => {
      const [ofReal, ofMade] = judge(made(), 'made');
      return { real: ofReal, made: ofMade };
    }),
    slopes: () => ({
      critic: (faces) => judge(faces, 'between')[1],
      real: images,
      edited: made,
      position: () => fresh(fold(key, 'position'), (by) => tf.tensor1d(uniform(by, labels.shape[0]))),
      key,
    }),
    compared: lazy(() => {
      const [reconstruction, real] = halves(featuresOf(critic.apply(judging, tf.concat([decode(z()), images]))));
      return { real, reconstruction };
    }),
    advanced() {
      const moved = generator.advance(state, [{ part: 'encoder', moments: encoded().moments }, ...passes]);
      const learned = generator.learnDirections?.(state, z(), labels) ?? state;
      return {
        encoder: part(moved, 'encoder'),
        decoder: { averages: part(moved, 'decoder'), directions: part(learned, 'directions') },
      };
    },
  };
}

function halves<T extends tf.Tensor>(both: T): [T, T] {
  return tf.split(both, 2) as [T, T];
}

function featuresOf({ similarity }: Judgement): tf.Tensor4D {
  if (similarity !== undefined) return similarity;
  throw new UsageError('vaegan compares faces in features of its critic, and this one offers none: --critic vaegan.');
}
