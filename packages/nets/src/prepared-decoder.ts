import { convolveTransposed, disposeTree, leaves, transposedFilters } from '@attgan/kernels';
import type { TensorTree, TransposedFilters, TransposedLayer } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { edgeAfter } from './architecture.ts';
import type { AttganParams, AttganState } from './attgan-generator.ts';
import type { AffineParams, Averages } from './batch-norm.ts';
import type { PreparedDecoder } from './definitions.ts';
import { imageOf } from './generator-output.ts';
import type { GeneratorSpec } from './generator-options.ts';

/** A layer, whose filters hold the factors of its normalisation. */
type PreparedLayer = {
  /** Of what differs from code to code: the layer before, and the code where it is injected. */
  readonly moving: TransposedFilters;
  /** Of z in the first layer, of skipped features in others that have some. */
  readonly fixed?: TransposedFilters;
  /** Added to each channel. */
  readonly shift: tf.Tensor1D;
};

/**
 * AttGAN's decoder for one code after the other. A transposed convolution is linear: what it makes of a face's features is computed once,
 * and added to what it makes of the rest.
 */
export function prepareDecoder(
  spec: GeneratorSpec,
  attributes: number,
  { decoder: { stages, image } }: AttganParams,
  { decoder: averages }: AttganState,
): PreparedDecoder {
  const takesCode = spec.decoder.map((_, index) => index === 0 || index - 1 < spec.injects);
  const layers = keptOf(() =>
    spec.decoder.map(({ stride }, index): PreparedLayer => {
      const stage = stages[index];
      const affine = stage && affineOf(stage, averages[index] as Averages, spec.normEpsilon);
      const { kernel } = stage ?? image;
      const filters = (part: tf.Tensor4D): TransposedFilters => transposedFilters(part, stride, affine?.scale);
      // Side by side, as `decode` puts them: the layer before, a face's features, the code.
      const before = index === 0 ? 0 : (spec.decoder[index - 1]?.filters as number);
      const code = takesCode[index] === true ? attributes : 0;
      const features = kernel.shape[3] - before - code;
      return {
        moving: filters(features === 0 ? kernel : withoutChannels(kernel, before, features)),
        ...(features > 0 && { fixed: filters(channelsOf(kernel, before, features)) }),
        shift: affine?.shift ?? tf.clone(image.bias),
      };
    }),
  );
  const plan = layersOf(spec);
  return {
    begin(features) {
      // Stage i is given the features of its own size: z, and then those of earlier encoder layers.
      const fixed = keptOf(() =>
        layers.map(({ fixed, shift }, index) => {
          if (fixed === undefined) return [];
          const layer: TransposedLayer = { ...(plan[index] as TransposedLayer), activation: 'linear' };
          return [convolveTransposed({ x: features.at(-1 - index) as tf.Tensor4D }, fixed, layer, { shift })];
        }),
      );
      return {
        decode: (code) =>
          tf.tidy(() => {
            let x: tf.Tensor4D | undefined;
            layers.forEach(({ moving, shift }, index) => {
              const [added] = fixed[index] as readonly tf.Tensor4D[];
              x = convolveTransposed(
                { x, code: takesCode[index] === true ? code : undefined },
                moving,
                plan[index] as TransposedLayer,
                added === undefined ? { shift } : { features: added },
              );
            });
            const image = x as unknown as tf.Tensor4D;
            return spec.output === 'image' ? image : imageOf(spec.output, image, features[0] as tf.Tensor4D);
          }),
        dispose: () => disposeTree(fixed),
      };
    },
    dispose: () => disposeTree(layers),
  };
}

/** What is done in each layer. The tanh of an image is the last layer's activation. */
function layersOf({ decoder, encoder, size, output }: GeneratorSpec): TransposedLayer[] {
  let edge = edgeAfter(size, encoder);
  return decoder.map(({ kernel, stride }, index) => {
    const hidden = index < decoder.length - 1;
    const last = output === 'image' ? 'tanh' : 'linear';
    const layer = { kernel, stride, height: edge, width: edge, activation: hidden ? 'relu' : last } as const;
    edge *= stride;
    return layer;
  });
}

/** Normalisation with moving averages as a map, scale · x + shift, [channels] each. */
function affineOf(
  { gain, bias }: AffineParams,
  { mean, variance }: Averages,
  epsilon: number,
): { readonly scale: tf.Tensor1D; readonly shift: tf.Tensor1D } {
  const scale = tf.mul<tf.Tensor1D>(gain, tf.rsqrt(tf.add(variance, epsilon)));
  return { scale, shift: tf.sub(bias, tf.mul(mean, scale)) };
}

/** Channels of a kernel that are multiplied with some of what it is given. */
function channelsOf(kernel: tf.Tensor4D, from: number, count: number): tf.Tensor4D {
  return tf.slice(kernel, [0, 0, 0, from], [-1, -1, -1, count]);
}

/** All but those channels. */
function withoutChannels(kernel: tf.Tensor4D, from: number, count: number): tf.Tensor4D {
  const after = kernel.shape[3] - from - count;
  const parts = [from > 0 && channelsOf(kernel, 0, from), after > 0 && channelsOf(kernel, from + count, after)];
  return tf.concat(
    parts.filter((part) => part !== false),
    3,
  );
}

/** Computes tensors that outlive the scope of the call. */
function keptOf<T extends TensorTree>(compute: () => T): T {
  const tree = tf.tidy(() => compute() as T & tf.TensorContainer);
  for (const tensor of leaves<tf.Tensor>(tree)) tf.keep(tensor);
  return tree;
}
