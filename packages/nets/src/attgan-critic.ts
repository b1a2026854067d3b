import { lazy } from '@attgan/core';
import { leakyRelu, normActivation, zeros, type WeightsOf } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { edgeAfter, featuresOf } from './architecture.ts';
import { affineWeights, type AffineParams } from './batch-norm.ts';
import { criticOptions, criticSpec, type CriticSpec } from './critic-options.ts';
import { defineCritic, type Critic } from './definitions.ts';
import { kernelWeight } from './initializers.ts';

/** A kernel followed by a normalisation, whose bias serves both, or by a bias alone. */
type LayerParams<K> = { readonly kernel: K } & (AffineParams | { readonly bias: tf.Tensor1D });
type HeadParams = {
  readonly hidden: LayerParams<tf.Tensor2D>;
  readonly output: { readonly kernel: tf.Tensor2D; readonly bias: tf.Tensor1D };
};
export type AttganCriticParams = {
  readonly trunk: readonly LayerParams<tf.Tensor4D>[];
  readonly adversarial: HeadParams;
  readonly attributes: HeadParams;
};

/** AttGAN's D and C: tables 1 and 2 of the paper; they share their convolutions. */
export const attganCritic = defineCritic({
  name: 'attgan',
  summary: 'AttGAN discriminator and classifier with a shared trunk (presets as for the generator)',
  options: criticOptions,
  create: (options, attributes) => createAttganCritic(criticSpec(options), attributes),
  imageSize: (options) => criticSpec(options).size,
});

export function createAttganCritic(spec: CriticSpec, attributes: number): Critic<AttganCriticParams> {
  return {
    size: spec.size,
    attributes,
    // None of its normalisations looks beyond a sample.
    perSample: true,
    features: featuresOf(spec.size, spec.layers),
    weights: paramWeights(spec, attributes),
    apply({ trunk, ...heads }, faces) {
      let x = faces;
      trunk.forEach((layer, index) => {
        const { stride } = spec.layers[index] as { stride: number };
        x = normAndActivate(tf.conv2d(x, layer.kernel, stride, 'same'), layer, spec.norm, spec.slope, spec);
      });
      const features = tf.reshape(x, [x.shape[0], -1]) as tf.Tensor2D;
      const head = ({ hidden, output }: HeadParams): tf.Tensor2D => {
        const units = tf.matMul<tf.Tensor2D>(features, hidden.kernel);
        const active = normAndActivate(units, hidden, spec.headNorm, spec.headSlope, spec);
        return tf.add(tf.matMul(active, output.kernel), output.bias);
      };
      // Each head is computed when first read: the gradient penalty needs one only.
      const judged = {
        adversarial: lazy(() => head(heads.adversarial)),
        attributes: lazy(() => head(heads.attributes)),
      };
      return {
        get adversarial() {
          return judged.adversarial();
        },
        get attributes() {
          return judged.attributes();
        },
      };
    },
  };
}

function normAndActivate<T extends tf.Tensor>(
  x: T,
  params: AffineParams | { readonly bias: tf.Tensor1D },
  kind: CriticSpec['norm'],
  slope: number,
  { normEpsilon }: CriticSpec,
): T {
  if ('gain' in params && kind !== 'none') {
    return normActivation(x, params.gain, params.bias, { kind, epsilon: normEpsilon, slope }).output;
  }
  return leakyRelu(tf.add<T>(x, params.bias), slope);
}

function paramWeights(spec: CriticSpec, attributes: number): WeightsOf<AttganCriticParams> {
  const after = (kind: CriticSpec['norm'], channels: number): WeightsOf<AffineParams | { bias: tf.Tensor1D }> =>
    kind === 'none' ? { bias: zeros([channels]) } : affineWeights(channels);
  let channels = 3;
  const trunk = spec.layers.map(({ filters, kernel }, index) => {
    const shape: [number, number, number, number] = [kernel, kernel, channels, filters];
    channels = filters;
    const first = kernelWeight<tf.Rank.R4>(shape, spec.initializer, ['trunk', index]);
    return { kernel: first, ...after(spec.norm, filters) };
  });
  const features = edgeAfter(spec.size, spec.layers) ** 2 * channels;
  const head = (name: string, outputs: number): WeightsOf<HeadParams> => {
    const dense = (layer: string, shape: [number, number]) =>
      kernelWeight<tf.Rank.R2>(shape, spec.initializer, [name, layer]);
    return {
      hidden: { kernel: dense('hidden', [features, spec.units]), ...after(spec.headNorm, spec.units) },
      output: { kernel: dense('output', [spec.units, outputs]), bias: zeros([outputs]) },
    };
  };
  return { trunk, adversarial: head('adversarial', 1), attributes: head('attributes', attributes) };
}
