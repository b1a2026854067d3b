import { fold, lazy, UsageError } from '@attgan/core';
import { withoutGradient, type TensorTree } from '@attgan/kernels';
import { codeOf, decoderInput, type Critic, type Generator, type Judgement, type PassOf } from '@attgan/nets';
import type { Augment, ConstraintForward, ForwardContext, PlayerValues } from '@attgan/training';
import * as tf from '@tensorflow/tfjs-core';
import type { Draws } from '../shared/draws.ts';
import { withNoise } from '../shared/instance-noise.ts';
import { withDetail, type Detail } from '../shared/with-detail.ts';

/** What AttGAN's terms share in one update. Lazy: what no term reads is not computed. */
export interface AttganForward extends ConstraintForward {
  /** x, [batch, size, size, 3] */
  readonly real: tf.Tensor4D;
  /** b, [batch, attributes], 0 or 1; `labels` are a */
  target(): tf.Tensor2D;
  /** G_dec(z, b), with its share of the detail that G_dec(z, a) loses, and G_dec(z, a) */
  edit(): tf.Tensor4D;
  reconstruction(): tf.Tensor4D;
  judgeReal(): Judgement;
  judgeEdit(): Judgement;
  /** The critic as it is now, for slopes. */
  critic(x: tf.Tensor4D): Judgement;
  /** Position on the line from real to edited, in [0, 1): [batch] */
  position(): tf.Tensor1D;
  /** The generator's moving averages after the passes of this update. */
  advancedState(): TensorTree;
}

export interface AttganParts {
  readonly generator: Generator;
  readonly critic: Critic;
  readonly scale: number;
  /** Standard deviation of the noise on the critic's inputs. */
  readonly criticNoise: number;
  /** What an edit is given back of what its face's reconstruction loses; a share of 0 in the paper. */
  readonly detail: Detail;
  /** Whether edits and reconstructions are decoded, and normalised, as one batch. */
  readonly jointDecoding: boolean;
  /** Whether a critic that is updated judges real and edited faces as one batch, where it may; for methods that judge both. */
  readonly jointJudging: boolean;
  /** Draws the position and the target; replaced where a comparison fixes them. */
  readonly draws: Draws;
  /** Augmentation of the critic's inputs. */
  readonly augment: Augment;
}

export function attganForward(
  { generator, critic, scale, criticNoise, detail, jointDecoding, jointJudging, draws, augment }: AttganParts,
  { batch, players, key, updates }: ForwardContext,
): AttganForward {
  const { params, state } = players['generator'] as PlayerValues;
  const judging = (players['critic'] as PlayerValues).params;
  const noisy = (x: tf.Tensor4D, seen: string): tf.Tensor4D =>
    withNoise(augment(x, fold(key, `${seen}, augmented`)), criticNoise, fold(key, seen));
  const judge = (x: tf.Tensor4D, seen: string): Judgement => critic.apply(judging, noisy(x, seen));
  // In its opponents' updates the generator's outputs are data.
  const inert = <T>(compute: () => T): T => (updates('generator') ? compute() : withoutGradient(compute));
  const encoded = lazy(() => inert(() => generator.encode(params, state, batch.images, 'training')));
  const target = lazy(() => withoutGradient(() => draws.target(batch.labels, key)));
  const passes: PassOf[] = [];
  const codeFor = (labels: tf.Tensor2D): tf.Tensor2D => codeOf(labels, scale, encoded().intensities);
  const inputFor = (labels: tf.Tensor2D): tf.Tensor2D =>
    decoderInput(generator, codeFor(labels), () => codeFor(batch.labels));
  const decode = (features: readonly tf.Tensor4D[], code: tf.Tensor2D): tf.Tensor4D => {
    const { image, moments } = generator.decode(params, state, features, code, 'training');
    passes.push({ part: 'decoder', moments });
    return image;
  };
  const both = lazy(() =>
    inert(() => {
      const features = encoded().features.map((feature) => tf.concat([feature, feature]));
      const codes = tf.concat([inputFor(target()), inputFor(batch.labels)]);
      return tf.split(decode(features, codes), 2) as [tf.Tensor4D, tf.Tensor4D];
    }),
  );
  const alone = (labels: () => tf.Tensor2D): (() => tf.Tensor4D) =>
    lazy(() => inert(() => decode(encoded().features, inputFor(labels()))));
  const decoded = jointDecoding ? () => both()[0] : alone(target);
  const reconstruction = jointDecoding ? () => both()[1] : alone(() => batch.labels);
  const edit =
    detail.share === 0
      ? decoded
      : lazy(() => inert(() => withDetail(decoded(), batch.images, reconstruction(), detail)));
  // Faces that are judged independently can share a batch: larger matrix products are faster.
  const together = lazy(() => {
    const count = batch.images.shape[0];
    const faces = tf.concat([noisy(batch.images, 'real'), noisy(edit(), 'edit')]);
    const { adversarial, attributes } = critic.apply(judging, faces);
    const half = (begin: number): Judgement => ({
      adversarial: tf.slice(adversarial, [begin, 0], [count, -1]),
      attributes: tf.slice(attributes, [begin, 0], [count, -1]),
    });
    return { real: half(0), edit: half(count) };
  });
  const joined = jointJudging && updates('critic') && critic.perSample === true;
  return {
    real: batch.images,
    labels: batch.labels,
    players,
    key,
    z: () => encoded().features.at(-1) as tf.Tensor4D,
    intensities() {
      const { intensities } = encoded();
      if (intensities !== undefined) return intensities;
      throw new UsageError('This generator predicts no intensities. Set --generator.intensities true.');
    },
    target,
    edit,
    reconstruction,
    judgeReal: lazy(() => (joined ? together().real : judge(batch.images, 'real'))),
    judgeEdit: lazy(() => (joined ? together().edit : judge(edit(), 'edit'))),
    critic: (x) => judge(x, 'between'),
    position: lazy(() => withoutGradient(() => draws.position(batch.images.shape[0], key))),
    advancedState: () => generator.advance(state, [{ part: 'encoder', moments: encoded().moments }, ...passes]),
  };
}
