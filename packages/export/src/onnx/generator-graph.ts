import { edgeAfter } from '@attgan/nets';
import { floatFeature, type Arithmetic, type Convolution, type Feature } from './arithmetic.ts';
import type { FoldedGenerator, FoldedLayer } from './folded-layers.ts';
import type { Graph } from './graph.ts';
import { joinedPhases } from './joined-phases.ts';
import { putIntoFace } from './put-into-face.ts';
import { phasesOf, samePadding } from './phases.ts';

/** Which encoder features the decoder is given, from the first used to z. */
export function featuresUsed({ encoder, spec }: FoldedGenerator): number[] {
  return encoder.map((_, index) => index).slice(-1 - spec.skips);
}

/** The encoder. @param image [n, height, width, 3] @returns the features of every layer, [n, channels, h, w]; z is the last */
export function encoderGraph(
  graph: Graph,
  arithmetic: Arithmetic,
  { encoder, spec }: FoldedGenerator,
  image: string,
): Feature[] {
  let edge = spec.size;
  let x = floatFeature(graph.op('Transpose', [image], { perm: [0, 3, 1, 2] }));
  return encoder.map(({ weight, bias, inputs, outputs, kernel, stride }, index) => {
    const { before, after } = samePadding(edge, kernel, stride);
    const convolution: Convolution = {
      weight,
      shape: [outputs, inputs, kernel, kernel],
      bias,
      stride,
      pads: [before, before, after, after],
      activation: spec.slope,
    };
    x = arithmetic.convolve(x, convolution, `encoder/${index}`);
    edge = Math.ceil(edge / stride);
    return x;
  });
}

/**
 * The decoder, which gives `edit`, [n, height, width, 3].
 * @param features by the encoder's layer
 * @param code [n, attributes]
 * @param face [n, height, width, 3], which only outputs that are put into it need
 */
export function decoderGraph(
  graph: Graph,
  arithmetic: Arithmetic,
  { encoder, decoder, spec }: FoldedGenerator,
  features: readonly (Feature | undefined)[],
  code: string,
  face: string,
): void {
  /** The code in every pixel of what enters a layer, with as many zeros after it as `widened` gave the layer's kernel. */
  const spread = (edge: number, layer: FoldedLayer | undefined): Feature => {
    const zeros = layer === undefined ? 0 : zerosFor(layer);
    const pads = graph.constant(BigInt64Array.of(0n, 0n, 0n, BigInt(zeros)), [4]);
    const given = zeros === 0 ? code : graph.op('Pad', [code, pads]);
    const column = graph.op('Unsqueeze', [given, graph.constant(BigInt64Array.of(2n, 3n), [2])]);
    const shape = graph.constant(BigInt64Array.of(1n, 1n, BigInt(edge), BigInt(edge)), [4]);
    return floatFeature(graph.op('Expand', [column, shape]));
  };
  // The code enters the first layer, and those after an injection.
  const layers = decoder.map((layer, index) => (index <= spec.injects ? widened(layer) : layer));
  let edge = edgeAfter(spec.size, spec.encoder);
  let x = arithmetic.concatenate([features.at(-1) as Feature, spread(edge, decoder[0])], 'decoder/0/input');
  const whole = spec.output === 'image';
  layers.forEach((layer, index) => {
    const last = index === layers.length - 1;
    const joined = !last && (index < spec.skips || index < spec.injects);
    const name = last ? 'picture' : joined ? `decoder/${index}` : `decoder/${index + 1}/input`;
    x = transposed(arithmetic, x, layer, edge, last ? (whole ? 'tanh' : 'none') : 0, name);
    edge *= layer.stride;
    if (!joined) return;
    const skipped = index < spec.skips ? [features[encoder.length - 2 - index] as Feature] : [];
    const given = index < spec.injects ? [spread(edge, decoder[index + 1])] : [];
    x = arithmetic.concatenate([x, ...skipped, ...given], `decoder/${index + 1}/input`);
  });
  const picture = graph.op('Transpose', [x.float()], { perm: [0, 2, 3, 1] }, whole ? 'edit' : 'picture/last');
  if (!whole) putIntoFace(graph, spec.output, picture, face);
}

/** onnxruntime's convolutions are fast where channels that enter come in blocks of this size, as wide as a register. */
const BLOCK = 16;

function zerosFor({ inputs }: FoldedLayer): number {
  return (BLOCK - (inputs % BLOCK)) % BLOCK;
}

/** The layer with a kernel of zeros for each channel that fills the last block. @returns weight [in + zeros, out, k, k] */
function widened(layer: FoldedLayer): FoldedLayer {
  const inputs = layer.inputs + zerosFor(layer);
  const weight = new Float32Array(inputs * layer.outputs * layer.kernel ** 2);
  weight.set(layer.weight);
  return { ...layer, inputs, weight };
}

/**
 * A transposed convolution as ordinary ones, one for each place of an output among its neighbours (stride² in all), put together
 * by DepthToSpace: onnxruntime computes these faster than its ConvTranspose, and only these in bytes.
 */
function transposed(
  arithmetic: Arithmetic,
  x: Feature,
  { weight, bias, inputs, outputs, kernel, stride }: FoldedLayer,
  edge: number,
  activation: Convolution['activation'],
  name: string,
): Feature {
  const phases = phasesOf(edge, kernel, stride);
  // A block of outputs costs the same however few are wanted: phases of the image's three channels fit into one.
  if (typeof activation === 'string' && stride > 1 && outputs * stride ** 2 <= BLOCK) {
    const convolution = joinedPhases({ weight, bias, inputs, outputs, kernel, stride }, phases, activation);
    return arithmetic.interleave([arithmetic.convolve(x, convolution, `${name}/phases`)], edge, stride, name);
  }
  const parts = phases.flatMap((down, row) =>
    phases.map((across, column) => {
      const convolution: Convolution = {
        weight: tapsOf(weight, inputs, outputs, kernel, down.taps, across.taps),
        shape: [outputs, inputs, down.taps.length, across.taps.length],
        bias,
        stride: 1,
        pads: [down.padding.before, across.padding.before, down.padding.after, across.padding.after],
        activation,
      };
      return arithmetic.convolve(x, convolution, stride === 1 ? name : `${name}/phase/${row}/${column}`);
    }),
  );
  return stride === 1 ? (parts[0] as Feature) : arithmetic.interleave(parts, edge, stride, name);
}

/** Some taps of a transposed kernel as an ordinary one: [in, out, k, k] → [out, in, rows, columns]. */
function tapsOf(
  weight: Float32Array,
  inputs: number,
  outputs: number,
  kernel: number,
  rows: readonly number[],
  columns: readonly number[],
): Float32Array {
  const taken = new Float32Array(outputs * inputs * rows.length * columns.length);
  let at = 0;
  for (let output = 0; output < outputs; output++) {
    for (let input = 0; input < inputs; input++) {
      const start = (input * outputs + output) * kernel * kernel;
      for (const row of rows)
        for (const column of columns) taken[at++] = weight[start + row * kernel + column] as number;
    }
  }
  return taken;
}
