import { randomKey, uniform } from '@attgan/core';
import type { Range } from './arithmetic.ts';
import type { Ranges } from './byte-arithmetic.ts';
import type { FoldedGenerator } from './folded-layers.ts';
import { loadOnnxRuntime } from './load-onnxruntime.ts';
import { onnxModel } from './onnx-model.ts';

export interface CalibrationRequest {
  /** [count, size, size, 3] in [−1, 1], as many as fit memory at once, again and again. */
  readonly batches: AsyncIterable<Float32Array>;
  /** The code of a label is (2·label − 1)·scale. */
  readonly scale: number;
  /** Factor on codes of edited attributes. */
  readonly strength: number;
}

/** Codes that users ask for reach this many times the strength. */
const BEYOND = 1.5;

/**
 * The ranges of what a graph in bytes has to round, measured in float32 on faces. Each face is decoded with a random code of labels,
 * one attribute of which is at full strength.
 */
export async function calibrate(
  generator: FoldedGenerator,
  { batches, scale, strength }: CalibrationRequest,
): Promise<Ranges> {
  const { spec, attributes } = generator;
  const watched = namesOfRanges(generator);
  const ort = await loadOnnxRuntime();
  const session = await ort.InferenceSession.create(
    onnxModel(generator, { part: 'whole', numbers: { precision: 'fp32' }, metadata: {}, watched }),
  );
  const ranges = new Map<string, Range>();
  let seen = 0;
  let measured = 0;
  for await (const images of batches) {
    const count = images.length / (spec.size * spec.size * 3);
    const codes = uniform(randomKey(0, 'calibrate', seen), count * attributes, -1, 1).map(
      (value) => Math.sign(value) * scale,
    );
    for (let face = 0; face < count; face++) {
      const at = face * attributes + ((seen + face) % attributes);
      codes[at] = (codes[at] as number) * strength;
    }
    seen += count;
    measured++;
    const results = await session.run({
      image: new ort.Tensor('float32', images, [count, spec.size, spec.size, 3]),
      code: new ort.Tensor('float32', codes, [count, attributes]),
    });
    for (const name of watched) {
      // The mean of the batches' ends: a rare outlier is cut off, and all others are rounded more finely.
      const [low, high] = ranges.get(name) ?? [0, 0];
      const [least, greatest] = rangeOf(results[name]?.data as Float32Array);
      ranges.set(name, [low + (least - low) / measured, high + (greatest - high) / measured]);
    }
  }
  await session.release();
  const reach = scale * strength * BEYOND;
  for (const [name, [low, high]] of ranges) {
    if (takesCode(name, generator)) ranges.set(name, [Math.min(low, -reach), Math.max(high, reach)]);
  }
  return ranges;
}

/** Every name that `byteArithmetic` asks for. */
function namesOfRanges({ encoder, decoder, spec }: FoldedGenerator): string[] {
  const joined = (index: number): boolean => index < spec.skips || index < spec.injects;
  return [
    ...encoder.flatMap((_, index) =>
      index === 0 ? [`encoder/${index}`] : [`encoder/${index}`, `encoder/${index}/convolved`],
    ),
    ...decoder.map((_, index) => `decoder/${index}/input`),
    ...decoder.slice(0, -1).flatMap((_, index) => (joined(index) ? [`decoder/${index}`] : [])),
  ];
}

function takesCode(name: string, { spec }: FoldedGenerator): boolean {
  const index = /^decoder\/(\d+)\/input$/.exec(name)?.[1];
  return index !== undefined && Number(index) <= spec.injects;
}

/** A loop, because there are millions of values. */
function rangeOf(values: Float32Array): Range {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}
