import { flatten, leaves, type TensorTree } from '@attgan/kernels';
import { createAttganGenerator, generatorSpec, PRESET_NAMES, type Mode } from '@attgan/nets';
import type { Generator, GeneratorSpec } from '@attgan/nets';
import type * as tf from '@tensorflow/tfjs-core';
import type { ConformanceCase } from '../case.ts';
import type { Operation, OperationHead } from '../energy.ts';
import { directionalCasesOf } from '../operation.ts';
import { refill } from '../refill.ts';
import { generatorReference } from '../reference/generator.ts';
import { draw, toTensor, type Values } from '../values.ts';
import { drawParameters } from './draw-parameters.ts';

const ATTRIBUTES = 3;
/** At the bottom a feature map is one pixel, and a channel's moments are taken over this many. */
const BATCH = 4;

/** How a generator is used: as it edits, as it edits with one code after the other, and as it is trained. */
const USES = ['inference', 'prepared', 'training'] as const;
type Use = (typeof USES)[number];

/** Generators of the published architectures, slim and on smaller images. */
export function generatorCases(): ConformanceCase[] {
  return PRESET_NAMES.flatMap((preset) => {
    const spec = generatorSpec({ preset, width: 1 / 32, size: 32 });
    return USES.flatMap((use) => {
      const name = `generator ${preset}, ${use}`;
      const derivatives = use === 'training' ? 1 : 0;
      const head = { group: 'networks', name, derivatives, tolerance: [1e-4, 1e-3] } as const;
      return directionalCasesOf(head, () => generator(head, spec, use));
    });
  });
}

/** Encoder and decoder as a function of faces, code and every parameter. */
function generator(head: OperationHead, spec: GeneratorSpec, use: Use): Operation {
  const mode: Mode = use === 'prepared' ? 'inference' : use;
  const network: Generator = createAttganGenerator(spec, ATTRIBUTES);
  const { weights } = network;
  const params = drawParameters(head.name, weights.params);
  const state = drawParameters(`${head.name} averages`, weights.state);
  const { name } = head;
  return {
    ...head,
    inputs: [
      draw(`${name} faces`, [BATCH, spec.size, spec.size, 3]),
      draw(`${name} code`, [BATCH, ATTRIBUTES], -0.5, 0.5),
      ...leaves<Values>(params),
    ],
    names: ['the faces', 'the code', ...flatten<Values>(params).map(([path]) => path)],
    compute([faces, code, ...own]) {
      const tree = refill(weights.params, own) as TensorTree;
      const averages = refill(
        weights.state,
        leaves<Values>(state).map((values) => toTensor(values)),
      ) as TensorTree;
      const { features } = network.encode(tree, averages, faces as tf.Tensor4D, mode);
      if (use === 'prepared') return decodePrepared(network, tree, averages, features, code as tf.Tensor2D);
      return network.decode(tree, averages, features, code as tf.Tensor2D, mode).image;
    },
    reference: ([faces, code, ...own], kinks) =>
      generatorReference(spec, refill(weights.params, own), state, mode, faces as Values, code as Values, kinks),
  };
}

function decodePrepared(
  { preparation }: Generator,
  params: TensorTree,
  state: TensorTree,
  features: readonly tf.Tensor4D[],
  code: tf.Tensor2D,
): tf.Tensor4D {
  const decoder = (preparation as NonNullable<typeof preparation>).prepare(params, state);
  const face = decoder.begin(features);
  const image = face.decode(code);
  face.dispose();
  decoder.dispose();
  return image;
}
