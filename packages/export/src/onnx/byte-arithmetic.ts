import { lazy } from '@attgan/core';
import {
  activate,
  activated,
  floatArithmetic,
  floatFeature,
  type Arithmetic,
  type Convolution,
  type Feature,
  type Range,
} from './arithmetic.ts';
import type { Graph } from './graph.ts';
import { interleavePixels } from './interleave-pixels.ts';

/** The ranges of values within a graph, by name, as `calibrate` measured them. */
export type Ranges = ReadonlyMap<string, Range>;

/** The constants of a rounding: value = (byte − zero)·scale. */
interface Rounding {
  readonly scale: number;
  /** Names of the constants. */
  readonly inputs: readonly [scale: string, zero: string];
}

/**
 * Bytes between layers, bytes in kernels with a scale for each filter, in ONNX's QDQ form: what is rounded stands between
 * QuantizeLinear and DequantizeLinear, and runtimes compute in bytes what lies between. The layer that reads the photo and the one
 * that gives the image stay in float32: they cost a fiftieth of the time, and rounding them is what one sees first.
 */
export function byteArithmetic(graph: Graph, ranges: Ranges): Arithmetic {
  const plain = floatArithmetic(graph, false);
  const roundings = new Map<string, Rounding>();
  /** Of phases of one layer the rounding is the layer's. */
  const roundingOf = (name: string): Rounding => {
    const key = name.replace(/\/phase\/\d+\/\d+/, '');
    const known = roundings.get(key);
    if (known !== undefined) return known;
    const range = ranges.get(key);
    if (range === undefined) throw new Error(`No range was measured for ${key}`);
    const made = roundingFor(graph, range);
    roundings.set(key, made);
    return made;
  };
  const round = (float: string, name: string): Feature => {
    return rounded(graph.op('QuantizeLinear', [float, ...roundingOf(name).inputs], {}, `${name}/bytes`), name);
  };
  const rounded = (bytes: string, name: string): Feature => ({
    bytes,
    float: lazy(() => graph.op('DequantizeLinear', [bytes, ...roundingOf(name).inputs], {}, `${name}/rounded`)),
  });

  /** @param scale of the values that enter */
  function convolveBytes(x: Feature, convolution: Convolution, scale: number, name: string): string {
    const { weight, shape, bias, activation } = convolution;
    const [outputs] = shape;
    const { bytes, scales } = roundWeights(weight, outputs);
    const axis = { axis: 0 };
    const kernel = graph.op(
      'DequantizeLinear',
      [
        graph.constant(bytes, shape),
        graph.constant(scales, [outputs]),
        graph.constant(new Int8Array(outputs), [outputs]),
      ],
      axis,
    );
    const biasScales = scales.map((each) => each * scale);
    const rounded = Int32Array.from(bias, (value, channel) => Math.round(value / (biasScales[channel] as number)));
    const added = graph.op(
      'DequantizeLinear',
      [
        graph.constant(rounded, [outputs]),
        graph.constant(biasScales, [outputs]),
        graph.constant(new Int32Array(outputs), [outputs]),
      ],
      axis,
    );
    const inputs = [x.float(), kernel, added];
    // A ReLU is the lower end of the bytes; a leaky one is a table from bytes to bytes, and needs them on both sides.
    if (activation === 0 || typeof activation === 'string') return activated(graph, inputs, convolution, name);
    const convolved = graph.op('Conv', inputs, convolutionAttributes(convolution), `${name}/convolved`);
    return activate(graph, round(convolved, `${name}/convolved`).float(), activation, name);
  }

  return {
    convolve(x, convolution, name) {
      const first = x.bytes === undefined;
      const last = typeof convolution.activation === 'string';
      if (first || last) {
        const { weight, shape, bias } = convolution;
        const inputs = [x.float(), graph.constant(weight, shape), graph.constant(bias, [bias.length])];
        const float = activated(graph, inputs, convolution, name);
        return last ? floatFeature(float) : round(float, name);
      }
      const scale = roundingOf(x.bytes?.replace(/\/bytes$/, '') as string).scale;
      return round(convolveBytes(x, convolution, scale, name), name);
    },
    concatenate(features, name) {
      // All are rounded as their union is, so that bytes can be put side by side.
      const parts = features.map((feature, index) =>
        graph.op('QuantizeLinear', [feature.float(), ...roundingOf(name).inputs], {}, `${name}/part/${index}`),
      );
      return rounded(graph.op('Concat', parts, { axis: 1 }, `${name}/bytes`), name);
    },
    interleave(phases, edge, stride, name) {
      // The image's phases are in float32.
      if (phases[0]?.bytes === undefined) return plain.interleave(phases, edge, stride, name);
      const all = phases.map(({ bytes }) => bytes as string);
      return rounded(interleavePixels(graph, all, edge, stride, `${name}/bytes`), name);
    },
  };
}

function convolutionAttributes({ shape, stride, pads }: Convolution) {
  return { kernel_shape: [shape[2], shape[3]], strides: [stride, stride], pads };
}

/** 256 even steps over the range, which is widened to hold 0 exactly. */
function roundingFor(graph: Graph, [low, high]: Range): Rounding {
  const [least, greatest] = [Math.min(low, 0), Math.max(high, 0)];
  const scale = Math.fround(Math.max(greatest - least, 1e-6) / 255);
  const zero = Math.round(-least / scale);
  return { scale, inputs: [graph.constant(Float32Array.of(scale), []), graph.constant(Uint8Array.of(zero), [])] };
}

/** Weights as bytes from −127 to 127, with a scale for each filter, [out]. */
function roundWeights(
  weight: Float32Array,
  outputs: number,
): { readonly bytes: Int8Array; readonly scales: Float32Array } {
  const length = weight.length / outputs;
  const bytes = new Int8Array(weight.length);
  const scales = new Float32Array(outputs);
  for (let output = 0; output < outputs; output++) {
    const filter = weight.subarray(output * length, (output + 1) * length);
    let largest = 1e-12;
    for (const value of filter) largest = Math.max(largest, Math.abs(value));
    const scale = Math.fround(largest / 127);
    scales[output] = scale;
    for (let at = 0; at < length; at++) bytes[output * length + at] = Math.round((filter[at] as number) / scale);
  }
  return { bytes, scales };
}
