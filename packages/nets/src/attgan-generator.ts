import { UsageError } from '@attgan/core';
import { zeros, type WeightsOf } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { edgeAfter, featuresOf, type LayerSpec } from './architecture.ts';
import { advanceAverages, affineWeights, averageWeights, normalise } from './batch-norm.ts';
import type { AffineParams, Averages, Moments } from './batch-norm.ts';
import { deconvolve } from './deconvolve.ts';
import { defineGenerator, type Generator } from './definitions.ts';
import { generatorOptions, generatorSpec, type GeneratorSpec } from './generator-options.ts';
import { kernelWeight } from './initializers.ts';
import { imageOf, outputChannels } from './generator-output.ts';
import { growGenerator } from './grow-generator.ts';
import { prepareDecoder } from './prepared-decoder.ts';
import { splitIntensities, type Split } from './split-intensities.ts';

/** Kernels are [k, k, in, out] in the encoder, [k, k, out, in] in the decoder. */
type NormedParams = AffineParams & { readonly kernel: tf.Tensor4D };
type ImageParams = { readonly kernel: tf.Tensor4D; readonly bias: tf.Tensor1D };
export type AttganParams = {
  readonly encoder: readonly NormedParams[];
  readonly decoder: { readonly stages: readonly NormedParams[]; readonly image: ImageParams };
  /** Normalisation of the intensities, if the encoder predicts them. */
  readonly intensities?: AffineParams;
};
export type AttganState = {
  /** Averages of the layers, then of the intensities if they are predicted. */
  readonly encoder: readonly Averages[];
  readonly decoder: readonly Averages[];
};

type Decode = Generator<AttganParams, AttganState>['decode'];

/** AttGAN's encoder and decoder: tables 1 and 2 of the paper, with the options of the published code. */
export const attganGenerator = defineGenerator({
  name: 'attgan',
  summary: 'AttGAN encoder and decoder (presets paper-128, paper-64, pytorch-128, tf-128)',
  options: generatorOptions,
  create: (options, attributes) => createAttganGenerator(generatorSpec(options), attributes),
  imageSize: (options) => generatorSpec(options).size,
});

/** @throws UsageError when encoder and decoder do not fit: the image size is not restored, or there are too many skips. */
export function createAttganGenerator(spec: GeneratorSpec, attributes: number): Generator<AttganParams, AttganState> {
  check(spec, attributes);
  const encoderNorm = { epsilon: spec.normEpsilon, slope: spec.slope };
  const decoderNorm = { epsilon: spec.normEpsilon, slope: 0 };
  const decode: Decode = ({ decoder: { stages, image } }, { decoder: averages }, features, code, mode) => {
    const moments: Moments[] = [];
    let x = concatenate([features.at(-1) as tf.Tensor4D], code);
    stages.forEach((stage, index) => {
      const { stride } = spec.decoder[index] as { stride: number };
      const normed = normalise(deconvolve(x, stage.kernel, stride), stage, averages[index], decoderNorm, mode);
      moments.push(...normed.moments);
      const skipped = index < spec.skips ? [features.at(-2 - index) as tf.Tensor4D] : [];
      x = concatenate([normed.output, ...skipped], index < spec.injects ? code : undefined);
    });
    const { stride } = spec.decoder.at(-1) as { stride: number };
    const output = tf.add<tf.Tensor4D>(deconvolve(x, image.kernel, stride), image.bias);
    return { image: imageOf(spec.output, output, features[0] as tf.Tensor4D), moments };
  };
  return {
    size: spec.size,
    attributes,
    latent: latentOf(spec, attributes),
    tellsIntensities: spec.intensities,
    ...(spec.takes === 'change' && { takes: spec.takes }),
    features: featuresOf(spec.size, spec.encoder) + featuresOf(edgeAfter(spec.size, spec.encoder), spec.decoder, 'up'),
    grow: (name, stored) => growGenerator(spec, name, stored),
    weights: { params: paramWeights(spec, attributes), state: stateWeights(spec, attributes) },
    encode({ encoder, intensities: affine }, { encoder: averages }, faces, mode) {
      // Outputs that are put into the face need it beside the features.
      const features: tf.Tensor4D[] = spec.output === 'image' ? [] : [faces];
      const moments: Moments[] = [];
      let split: Split | undefined;
      encoder.forEach((stage, index) => {
        const { stride } = spec.encoder[index] as { stride: number };
        const convolved = tf.conv2d(features.at(-1) ?? faces, stage.kernel, stride, 'same');
        if (affine !== undefined && index === encoder.length - 1) {
          split = splitIntensities(convolved, affine, averages[encoder.length], spec.normEpsilon, mode);
        }
        const normed = normalise(split?.rest ?? convolved, stage, averages[index], encoderNorm, mode);
        features.push(normed.output);
        moments.push(...normed.moments, ...(split?.moments ?? []));
      });
      return { features, moments, ...(split && { intensities: split.intensities }) };
    },
    decode,
    ...(spec.decoder.every(({ kernel, stride }) => kernel >= stride) && {
      preparation: {
        of: decode,
        prepare: (params: AttganParams, state: AttganState) => prepareDecoder(spec, attributes, params, state),
      },
    }),
    advance(state, passes) {
      let { encoder, decoder } = state;
      for (const { part, moments } of passes) {
        const advance = (all: readonly Averages[]): Averages[] =>
          all.map((averages, index) => advanceAverages(averages, moments[index] as Moments, spec.normMomentum));
        if (moments.length === 0) continue;
        if (part === 'encoder') encoder = advance(encoder);
        else decoder = advance(decoder);
      }
      return { encoder, decoder };
    },
  };
}

function latentOf({ size, encoder, intensities }: GeneratorSpec, attributes: number): [number, number, number] {
  const edge = edgeAfter(size, encoder);
  const channels = (encoder.at(-1) as LayerSpec).filters;
  return [edge, edge, intensities ? channels - attributes : channels];
}

/** How many channels of each encoder layer are normalised as features: all but those of intensities. */
function normedChannels(spec: GeneratorSpec, attributes: number): number[] {
  return [...spec.encoder.slice(0, -1).map(({ filters }) => filters), latentOf(spec, attributes)[2]];
}

/** Features side by side, the code last, spread over every position. */
function concatenate(features: readonly tf.Tensor4D[], code?: tf.Tensor2D): tf.Tensor4D {
  const [first] = features as [tf.Tensor4D];
  if (code === undefined) return features.length === 1 ? first : tf.concat([...features], 3);
  const [batch, height, width] = first.shape;
  const spread = tf.tile(tf.reshape(code, [batch, 1, 1, -1]), [1, height, width, 1]) as tf.Tensor4D;
  return tf.concat([...features, spread], 3);
}

function paramWeights(spec: GeneratorSpec, attributes: number): WeightsOf<AttganParams> {
  const { encoder, decoder, skips, injects, initializer, output } = spec;
  const normed = normedChannels(spec, attributes);
  let channels = 3;
  const encoderWeights = encoder.map(({ filters, kernel }, index) => {
    const shape: [number, number, number, number] = [kernel, kernel, channels, filters];
    channels = filters;
    const first = kernelWeight<tf.Rank.R4>(shape, initializer, ['encoder', index]);
    return { kernel: first, ...affineWeights(normed[index] as number) };
  });
  channels = latentOf(spec, attributes)[2] + attributes;
  const kernels = decoder.map(({ filters: stated, kernel }, index) => {
    const filters = index === decoder.length - 1 ? outputChannels(output) : stated;
    const shape: [number, number, number, number] = [kernel, kernel, filters, channels];
    const skipped = index < skips ? (encoder.at(-2 - index)?.filters as number) : 0;
    channels = filters + skipped + (index < injects ? attributes : 0);
    return kernelWeight<tf.Rank.R4>(shape, initializer, ['decoder', index], 'last');
  });
  return {
    encoder: encoderWeights,
    decoder: {
      stages: kernels.slice(0, -1).map((kernel) => ({ kernel, ...affineWeights(kernel.shape[2] as number) })),
      image: { kernel: kernels.at(-1) as (typeof kernels)[number], bias: zeros([outputChannels(output)]) },
    },
    ...(spec.intensities && { intensities: affineWeights(attributes) }),
  };
}

function stateWeights(spec: GeneratorSpec, attributes: number): WeightsOf<AttganState> {
  const { decoder, intensities } = spec;
  return {
    encoder: [...normedChannels(spec, attributes), ...(intensities ? [attributes] : [])].map(averageWeights),
    decoder: decoder.slice(0, -1).map(({ filters }) => averageWeights(filters)),
  };
}

function check({ size, encoder, decoder, skips, injects, intensities }: GeneratorSpec, attributes: number): void {
  const bottom = edgeAfter(size, encoder);
  const top = decoder.reduce((edge, { stride }) => edge * stride, bottom);
  if (top !== size) {
    const divisor = encoder.reduce((product, { stride }) => product * stride, 1);
    throw new UsageError(
      `generator: images of ${size} px leave the decoder with ${top} px. Choose a size divisible by ${divisor}, and strides that multiply to the same on both sides.`,
    );
  }
  const channels = encoder.at(-1)?.filters ?? 0;
  if (intensities && channels <= attributes) {
    throw new UsageError(
      `generator: z has ${channels} channels, too few for ${attributes} intensities and the rest of the face. Raise generator.width.`,
    );
  }
  if (decoder.at(-1)?.filters !== 3) throw new UsageError('generator: the last decoder layer must have 3 filters.');
  if (Math.max(skips, injects) >= decoder.length || skips >= encoder.length) {
    throw new UsageError(
      `generator: skips and injects must be below ${Math.min(decoder.length, encoder.length)}, the number of layers.`,
    );
  }
}
