import { AttganError, parseOptions } from '@attgan/core';
import { flatten, loadValues, type NetworkWeights } from '@attgan/kernels';
import { createAttganGenerator, generatorOptions, generatorSpec, permuted, type GeneratorSpec } from '@attgan/nets';
import type { StoredNetwork } from '../stored-network.ts';

/** A (transposed) convolution with its normalisation folded in. */
export interface FoldedLayer {
  /** [out, in, kernel, kernel] of convolutions, [in, out, kernel, kernel] of transposed ones. */
  readonly weight: Float32Array;
  /** [out] */
  readonly bias: Float32Array;
  readonly inputs: number;
  readonly outputs: number;
  readonly kernel: number;
  readonly stride: number;
}

/** An AttGAN generator as convolutions and activations. */
export interface FoldedGenerator {
  readonly spec: GeneratorSpec;
  readonly attributes: number;
  readonly encoder: readonly FoldedLayer[];
  /** The last gives the image, or what is put into the face. */
  readonly decoder: readonly FoldedLayer[];
}

/**
 * The generator that a card names, with each batch normalisation folded into the convolution before it: w′ = w·g/√(v + ε),
 * b′ = b − m·g/√(v + ε).
 * @throws AttganError for generators other than AttGAN's, for one that tells intensities or takes changes, and for weights that do not fit
 */
export function foldGenerator({ generator, attributes, tensors, describe }: StoredNetwork): FoldedGenerator {
  if (generator.name !== 'attgan') {
    throw new AttganError(
      `${describe} has the generator "${generator.name}"; ONNX files are written of the generator "attgan" only.`,
    );
  }
  const spec = generatorSpec(parseOptions(generatorOptions, generator.options, 'generator'));
  if (spec.intensities) {
    throw new AttganError(
      `${describe} tells intensities, for which there is no ONNX graph. Edit with another backend.`,
    );
  }
  if (spec.takes === 'change') {
    throw new AttganError(
      `${describe} takes changes of codes, for which there is no ONNX graph. Edit with another backend.`,
    );
  }
  const { weights } = createAttganGenerator(spec, attributes);
  const values = new Map(
    flatten<Float32Array>(loadValues(weights as NetworkWeights, tensors, { prefix: 'generator', describe })),
  );
  const read = (name: string): Float32Array => values.get(name) as Float32Array;
  const shapes = new Map(
    flatten<{ readonly shape: readonly number[] }>(weights).map(([name, { shape }]) => [name, shape]),
  );

  const layer = (path: string, averages: string | undefined, stride: number, transposed: boolean): FoldedLayer => {
    const shape = shapes.get(`params/${path}/kernel`) as readonly [number, number, number, number];
    // [k, k, in, out] → [out, in, k, k], and [k, k, out, in] → [in, out, k, k].
    const weight = permuted({ shape, values: read(`params/${path}/kernel`) }, [3, 2, 0, 1]).values;
    const [kernel] = shape;
    const [inputs, outputs] = transposed ? [shape[3], shape[2]] : [shape[2], shape[3]];
    const bias = Float32Array.from(read(`params/${path}/bias`));
    if (averages !== undefined) {
      const gain = read(`params/${path}/gain`);
      const [mean, variance] = [read(`state/${averages}/mean`), read(`state/${averages}/variance`)];
      const scale = variance.map((value, channel) => (gain[channel] as number) / Math.sqrt(value + spec.normEpsilon));
      const places = kernel * kernel;
      for (let at = 0; at < weight.length; at++) {
        const row = Math.floor(at / places);
        const channel = transposed ? row % outputs : Math.floor(row / inputs);
        weight[at] = (weight[at] as number) * (scale[channel] as number);
      }
      scale.forEach((factor, channel) => {
        bias[channel] = (bias[channel] as number) - (mean[channel] as number) * factor;
      });
    }
    return { weight, bias, inputs, outputs, kernel, stride };
  };

  const last = spec.decoder.length - 1;
  return {
    spec,
    attributes,
    encoder: spec.encoder.map(({ stride }, index) => layer(`encoder/${index}`, `encoder/${index}`, stride, false)),
    decoder: spec.decoder.map(({ stride }, index) =>
      index === last
        ? layer('decoder/image', undefined, stride, true)
        : layer(`decoder/stages/${index}`, `decoder/${index}`, stride, true),
    ),
  };
}
