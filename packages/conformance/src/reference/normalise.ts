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
  const sample = x.data.length / (x.shape[0] as number);
  const groupOf = (index: number): number => {
    if (kind === 'batch') return index % channels;
    const row = Math.floor(index / sample);
    return kind === 'layer' ? row : row * channels + (index % channels);
  };
  const means = averages(x.data, groupOf);
  const centred = map(x, (value, index) => value - (means[groupOf(index)] as number));
  const variances = averages(
    centred.data.map((value) => value * value),
    groupOf,
  );
  const t = map(centred, (value, index) => {
    const normalised = value / Math.sqrt((variances[groupOf(index)] as number) + epsilon);
    return (gain.data[index % channels] as number) * normalised + (bias.data[index % channels] as number);
  });
  return leakyRelu(t, slope, kinks);
}

function averages(data: Float64Array, groupOf: (index: number) => number): number[] {
  const sums: number[] = [];
  const counts: number[] = [];
  data.forEach((value, index) => {
    const group = groupOf(index);
    sums[group] = (sums[group] ?? 0) + value;
    counts[group] = (counts[group] ?? 0) + 1;
  });
  return sums.map((sum, group) => sum / (counts[group] as number));
}
