import { flatten, leaves, type TensorTree } from '@attgan/kernels';
import { createAttganCritic, CRITIC_PRESETS, criticSpec, PRESET_NAMES } from '@attgan/nets';
import type { Critic, CriticSpec } from '@attgan/nets';
import * as tf from '@tensorflow/tfjs-core';
import type { ConformanceCase } from '../case.ts';
import type { Operation, OperationHead } from '../energy.ts';
import { directionalCasesOf } from '../operation.ts';
import { refill } from '../refill.ts';
import { criticReference } from '../reference/critic.ts';
import { draw, type Values } from '../values.ts';
import { drawParameters } from './draw-parameters.ts';

const ATTRIBUTES = 3;

/** Critics of the published architectures, slim and on smaller images, differentiated twice. */
export function criticCases(): ConformanceCase[] {
  return PRESET_NAMES.flatMap((preset) => {
    // Small, but the last layer still has a feature map to normalise.
    const size = CRITIC_PRESETS[preset].layers.filter(({ stride }) => stride === 2).length > 4 ? 48 : 32;
    const head = { group: 'networks', name: `critic ${preset}`, derivatives: 2, tolerance: [1e-4, 5e-3] } as const;
    return directionalCasesOf(head, () => critic(head, criticSpec({ preset, width: 1 / 32, size })));
  });
}

/** The critic as a function of faces and of every parameter. Its results: adversarial and attribute logits in a row. */
export function critic(head: OperationHead, spec: CriticSpec): Operation {
  const network: Critic = createAttganCritic(spec, ATTRIBUTES);
  const params = drawParameters(head.name, network.weights);
  return {
    ...head,
    inputs: [draw(`${head.name} faces`, [2, spec.size, spec.size, 3]), ...leaves<Values>(params)],
    names: ['the faces', ...flatten<Values>(params).map(([path]) => path)],
    compute([faces, ...own]) {
      const { adversarial, attributes } = network.apply(
        refill(network.weights, own) as TensorTree,
        faces as tf.Tensor4D,
      );
      return tf.concat([adversarial, attributes], 1);
    },
    reference: ([faces, ...own], kinks) => criticReference(spec, refill(network.weights, own), faces as Values, kinks),
  };
}
