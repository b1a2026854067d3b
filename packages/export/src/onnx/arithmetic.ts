import type { Graph } from './graph.ts';
import { interleavePixels } from './interleave-pixels.ts';

/** Least and greatest value of a tensor. */
export type Range = readonly [low: number, high: number];

/** A tensor of the graph; of quantised graphs, also the bytes it was rounded to. */
export interface Feature {
  /** The name of the tensor in float32. Asked for only where it is used, because of bytes it has to be computed. */
  float(): string;
  readonly bytes?: string;
}

/** A tensor that the graph has in float32. */
export function floatFeature(name: string): Feature {
  return { float: () => name };
}

/** A convolution of stride 1 or more, or one phase of a transposed one: weight [out, in, h, w]. */
export interface Convolution {
  readonly weight: Float32Array;
  readonly shape: readonly [number, number, number, number];
  readonly bias: Float32Array;
  readonly stride: number;
  /** Top, left, bottom, right. */
  readonly pads: readonly [number, number, number, number];
  /** Slope of the activation below zero, 0 for ReLU, or tanh; `none` where what follows is no activation. */
  readonly activation: number | 'tanh' | 'none';
}

/** How a graph computes: with which numbers, and where it rounds. */
export interface Arithmetic {
  /**
   * The convolution and its activation.
   * @param name of the result, and of its range
   */
  convolve(x: Feature, convolution: Convolution, name: string): Feature;
  /** Features side by side. @param name of the result, and of its range */
  concatenate(features: readonly Feature[], name: string): Feature;
  /**
   * Feature maps put together to one `stride` times as large: its pixel (stride·y + row, stride·x + column) is pixel (y, x) of number
   * row·stride + column. A single feature has all of them, one after the other in its channels.
   * @param edge of the phases, pixels
   */
  interleave(phases: readonly Feature[], edge: number, stride: number, name: string): Feature;
}

/** Float32 throughout; `halves` keeps the weights in half precision in the file. */
export function floatArithmetic(graph: Graph, halves: boolean): Arithmetic {
  const weightOf = (values: Float32Array, shape: readonly number[]): string =>
    halves ? graph.op('Cast', [graph.halves(values, shape)], { to: 1 }) : graph.constant(values, shape);
  return {
    convolve: (x, convolution, name) => {
      const { weight, shape, bias } = convolution;
      const inputs = [x.float(), weightOf(weight, shape), weightOf(bias, [bias.length])];
      return floatFeature(activated(graph, inputs, convolution, name));
    },
    concatenate: (features, name) =>
      floatFeature(
        graph.op(
          'Concat',
          features.map((feature) => feature.float()),
          { axis: 1 },
          name,
        ),
      ),
    interleave: (phases, edge, stride, name) => {
      const parts = phases.map((feature) => feature.float());
      if (parts.length > 1) return floatFeature(interleavePixels(graph, parts, edge, stride, name));
      return floatFeature(graph.op('DepthToSpace', parts, { blocksize: stride }, name));
    },
  };
}

/** Convolution, whose own result is `name/convolved`, and activation, in float32. */
export function activated(
  graph: Graph,
  inputs: readonly string[],
  { shape, stride, pads, activation }: Convolution,
  name: string,
): string {
  const [, , height, width] = shape;
  const convolved = graph.op(
    'Conv',
    inputs,
    { kernel_shape: [height, width], strides: [stride, stride], pads },
    `${name}/convolved`,
  );
  return activate(graph, convolved, activation, name);
}

export function activate(graph: Graph, x: string, activation: Convolution['activation'], name: string): string {
  if (activation === 'tanh') return graph.op('Tanh', [x], {}, name);
  if (activation === 'none') return graph.op('Identity', [x], {}, name);
  return activation === 0 ? graph.op('Relu', [x], {}, name) : graph.op('LeakyRelu', [x], { alpha: activation }, name);
}
