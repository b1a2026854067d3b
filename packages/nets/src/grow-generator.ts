import type { StoredValues } from '@attgan/kernels';
import type { LayerSpec } from './architecture.ts';
import type { GeneratorSpec } from './generator-options.ts';
import { outputChannels } from './generator-output.ts';

/** σ(3) = 0.95: nearly all of the picture is the decoder's, and the mask is soon learnt from there. */
const OPEN = 3;

/**
 * A stored parameter of a generator with fewer skips or without a mask, as one of `spec` takes it. Features that are skipped to a
 * layer count nothing at first, so that this generator answers exactly as that one; a mask is 0.95 everywhere. Undefined for
 * parameters that need nothing.
 * @param name flat, such as `decoder/image/kernel`
 */
export function growGenerator(spec: GeneratorSpec, name: string, stored: StoredValues): StoredValues | undefined {
  const { decoder, output } = spec;
  if (name === 'decoder/image/bias' && stored.shape.join() === '3' && outputChannels(output) === 4) {
    return { shape: [4], values: () => inserted(stored.values(), { each: 3, at: 3, count: 1, value: OPEN }) };
  }
  const layer = /^decoder\/(?:stages\/(\d+)|image)\/kernel$/.exec(name);
  if (layer === null || stored.shape.length !== 4) return undefined;
  const index = layer[1] === undefined ? decoder.length - 1 : Number(layer[1]);
  const wide = withSkip(spec, index, stored);
  if (layer[1] !== undefined || outputChannels(output) !== 4) return wide;
  return withMask(wide ?? stored) ?? wide;
}

/** [k, k, out, in] with zeros for the encoder features that are skipped to the layer, which come after the layer before it. */
function withSkip(spec: GeneratorSpec, index: number, { shape, values }: StoredValues): StoredValues | undefined {
  const [rows, columns, out, inputs] = shape as [number, number, number, number];
  const before = spec.decoder[index - 1]?.filters;
  const count = index > spec.skips ? 0 : (spec.encoder.at(-1 - index) as LayerSpec).filters;
  // Without these features; a code may follow.
  if (before === undefined || count === 0 || inputs >= before + count) return undefined;
  return {
    shape: [rows, columns, out, inputs + count],
    values: () => inserted(values(), { each: inputs, at: before, count, value: 0 }),
  };
}

/** [k, k, 3, in] with a fourth channel of zeros. */
function withMask({ shape, values }: StoredValues): StoredValues | undefined {
  const [rows, columns, out, inputs] = shape as [number, number, number, number];
  if (out !== 3) return undefined;
  return {
    shape: [rows, columns, 4, inputs],
    values: () => inserted(values(), { each: 3 * inputs, at: 3 * inputs, count: inputs, value: 0 }),
  };
}

/** `count` times `value` at the place `at` of every `each` values. */
function inserted(
  values: Float32Array,
  { each, at, count, value }: { each: number; at: number; count: number; value: number },
): Float32Array {
  const blocks = values.length / each;
  const all = new Float32Array(blocks * (each + count)).fill(value);
  for (let block = 0; block < blocks; block++) {
    const [from, to] = [block * each, block * (each + count)];
    all.set(values.subarray(from, from + at), to);
    all.set(values.subarray(from + at, from + each), to + at + count);
  }
  return all;
}
