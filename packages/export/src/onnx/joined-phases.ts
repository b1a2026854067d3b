import type { Convolution } from './arithmetic.ts';
import type { FoldedLayer } from './folded-layers.ts';
import type { Phase } from './phases.ts';

/**
 * All phases of a transposed convolution as one ordinary convolution, whose kernel reaches as far as any of theirs and is 0 where one
 * has no tap: its outputs are those of phase (0, 0), then of (0, 1), and so on, as DepthToSpace takes them.
 */
export function joinedPhases(
  { weight, bias, inputs, outputs, kernel, stride }: FoldedLayer,
  phases: readonly Phase[],
  activation: Convolution['activation'],
): Convolution {
  const before = Math.max(...phases.map(({ padding }) => padding.before));
  const after = Math.max(...phases.map(({ padding }) => padding.after));
  const reach = before + after + 1;
  const places = phases.map(({ taps, padding }) => taps.map((tap, at) => ({ tap, at: before - padding.before + at })));
  const joined = new Float32Array(stride ** 2 * outputs * inputs * reach ** 2);
  for (const [row, down] of places.entries()) {
    for (const [column, across] of places.entries()) {
      for (let output = 0; output < outputs; output++) {
        for (let input = 0; input < inputs; input++) {
          const from = (input * outputs + output) * kernel ** 2;
          const to = (((row * stride + column) * outputs + output) * inputs + input) * reach ** 2;
          for (const y of down)
            for (const x of across) joined[to + y.at * reach + x.at] = weight[from + y.tap * kernel + x.tap] as number;
        }
      }
    }
  }
  return {
    weight: joined,
    shape: [stride ** 2 * outputs, inputs, reach, reach],
    bias: Float32Array.from({ length: stride ** 2 * outputs }, (_, channel) => bias[channel % outputs] as number),
    stride: 1,
    pads: [before, before, after, after],
    activation,
  };
}
