import { gradientPenalty } from '@attgan/losses';
import { layers, type CriticSpec } from '@attgan/nets';
import { differentiate } from '@attgan/training';
import * as tf from '@tensorflow/tfjs-core';
import type { ConformanceCase, Deviation } from '../case.ts';
import { compare } from '../compare.ts';
import { gradient, slopeAlong } from '../differences.ts';
import { compareAlong, movesOf } from '../directions.ts';
import type { Operation } from '../energy.ts';
import { createKinks } from '../kinks.ts';
import { toTensor, Values } from '../values.ts';
import { critic } from './critics.ts';

const TINY: Omit<CriticSpec, 'norm' | 'headNorm' | 'headSlope'> = {
  size: 8,
  layers: [...layers([3], 3, 1), ...layers([4, 5], 4)],
  units: 4,
  slope: 0.2,
  normEpsilon: 1e-3,
  initializer: 'xavier',
};
const VARIANTS: readonly Pick<CriticSpec, 'norm' | 'headNorm' | 'headSlope'>[] = [
  { norm: 'layer', headNorm: 'layer', headSlope: 0.2 },
  { norm: 'instance', headNorm: 'none', headSlope: 0 },
  { norm: 'none', headNorm: 'none', headSlope: 0.2 },
];

/** The penalty of WGAN-GP through convolutions, normalisation, activation and dense layers, and its gradient. */
export function penaltyCases(): ConformanceCase[] {
  return VARIANTS.map((variant) => {
    const name = `${variant.norm} in the trunk, ${variant.headNorm} in the heads`;
    const head = { group: 'gradient penalty', name, derivatives: 2 } as const;
    return {
      group: head.group,
      name,
      needs: 'secondOrder',
      tolerance: 1e-4,
      run: () => penaltyCase(critic(head, { ...TINY, ...variant })),
    };
  });
}

async function penaltyCase(operation: Operation): Promise<Deviation> {
  const { penalty, direction, score } = reference(operation);
  // ∂penalty/∂parameter = ∂⟨direction, ∂score/∂x⟩/∂parameter with the direction held.
  const slope = (moved: readonly Values[]): number => slopeAlong(score, moved, [direction]);
  const tensors = tf.tidy(() => compute(operation));
  const [value, ...gradients] = tensors as [tf.Tensor, ...tf.Tensor[]];
  const ofValue = await compare([value], [new Values([], [penalty])], ['the penalty']);
  const ofParameters = movesOf(operation).slice(1);
  const ofGradients = await compareAlong([undefined, ...gradients], slope, operation.inputs, ofParameters);
  tf.dispose(tensors);
  return ofValue.off > ofGradients.off ? ofValue : ofGradients;
}

/** The penalty, the sum of the scores as a function of all inputs, and the direction ∂penalty/∂(∂score/∂x). */
function reference({ inputs, reference: logits }: Operation) {
  const kinks = createKinks();
  const score = (moved: readonly Values[]): number => {
    kinks.restart();
    const { shape, data } = logits(moved, kinks);
    return data.reduce((sum, logit, index) => (index % (shape[1] as number) === 0 ? sum + logit : sum), 0);
  };
  score(inputs);
  const [faces, ...parameters] = inputs as [Values, ...Values[]];
  const [slopes] = gradient(([moved]) => score([moved as Values, ...parameters]), [faces]) as [Values];
  const batch = faces.shape[0] as number;
  const sample = faces.data.length / batch;
  const norms = Array.from({ length: batch }, (_, index) =>
    Math.hypot(...slopes.data.subarray(index * sample, (index + 1) * sample)),
  );
  const penalty = norms.reduce((sum, norm) => sum + (norm - 1) ** 2 / batch, 0);
  const direction = new Values(
    faces.shape,
    slopes.data.map((slope, index) => {
      const norm = norms[Math.floor(index / sample)] as number;
      return ((2 / batch) * (norm - 1) * slope) / norm;
    }),
  );
  return { penalty, direction, score };
}

function compute({ inputs, compute: logits }: Operation): tf.Tensor[] {
  const [faces, ...parameters] = inputs.map((input) => toTensor(input)) as [tf.Tensor4D, ...tf.Tensor[]];
  const adversarial = (x: tf.Tensor4D): tf.Tensor => tf.slice(logits([x, ...parameters]), [0, 0], [-1, 1]);
  const penalty = gradientPenalty(adversarial, faces);
  return [penalty, ...differentiate(parameters, () => gradientPenalty(adversarial, faces))];
}
