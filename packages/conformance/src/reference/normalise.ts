import type { NormAttributes } from '@attgan/kernels';
import type { Kinks } from '../kinks.ts';
import { map, Values } from '../values.ts';

/** t for t > 0, slope · t otherwise. */
export function leakyRelu(t: Values, slope: number, kinks: Kinks): Values {
  const positive = kinks.decide(() => t.data.map((value) => (value > 0 ? 1 : 0)));
  return map(t, (value, index) => (positive[index] === 1 ? value : slope * value));
}

/**
 * φ(gain · (x − μ)/√(σ² + ε) + bias) with the moments of the batch, the sample or the channel of a sample.
 * x [batch, ..., channels], gain and bias [channels].
 */
export function normActivation(
  x: Values,
  gain: Values,
  bias: Values,
  { kind, epsilon, slope }: NormAttributes,
  kinks: Kinks,
): Values {
  const channels = gain.data.length;
  const groups = groupsOf(kind, x, channels);
  const means = averages(x.data, groups);
  const centred = map(x, (value, index) => value - (means[groups[index] as number] as number));
  const variances = averages(
    centred.data.map((value) => value * value),
    groups,
  );
  const t = map(centred, (value, index) => {
    const normalised = value / Math.sqrt((variances[groups[index] as number] as number) + epsilon);
    return (gain.data[index % channels] as number) * normalised + (bias.data[index % channels] as number);
  });
  return leakyRelu(t, slope, kinks);
}

/** For each number which moments it shares. */
function groupsOf(kind: NormAttributes['kind'], { shape, data }: Values, channels: number): Int32Array {
  const sample = data.length / (shape[0] as number);
  const groups = new Int32Array(data.length);
  for (let index = 0; index < groups.length; index++) {
    const row = Math.floor(index / sample);
    const channel = index % channels;
    groups[index] = kind === 'batch' ? channel : kind === 'layer' ? row : row * channels + channel;
  }
  return groups;
}

function averages(data: Float64Array, groups: Int32Array): number[] {
  const sums: number[] = [];
  const counts: number[] = [];
  for (const [index, group] of groups.entries()) {
    sums[group] = (sums[group] ?? 0) + (data[index] as number);
    counts[group] = (counts[group] ?? 0) + 1;
  }
  return sums.map((sum, group) => sum / (counts[group] as number));
}
