import { disposeTree, leaves, withLeaves, type NetworkTensors, type TensorTree } from '@attgan/kernels';
import type { Generator } from '@attgan/nets';
import * as tf from '@tensorflow/tfjs-core';
import type { Deviation } from '../case.ts';
import { farthest } from '../compare.ts';
import { demand, equalBits } from './demand.ts';
import { facesFor, tensorsOf } from './generator-passes.ts';
import type { KindCase } from './kind-suite.ts';
import { drawn, read } from './probes.ts';

const FACES = 2;

/** A generator's `preparation` is its `decode` but for rounding: for every face, in any order of codes, and with weights of its own. */
export const preparationCase: Omit<KindCase<{ readonly generator: Generator }>, 'group' | 'name'> = {
  tolerance: 1e-4,
  without: ({ generator: { preparation, decode } }) => {
    if (preparation === undefined) return 'its decoder is not prepared';
    return preparation.of === decode ? undefined : 'what it has prepared is another decode';
  },
  run: async ({ generator }) => {
    const tensors = trained(generator);
    const all = facesFor(generator, 2 * FACES);
    const pairs = [0, FACES].map((start) => featuresOf(generator, tensors, () => tf.slice(all, start, FACES)));
    const codes = [-0.5, 0.5].map((low) => drawn<tf.Rank.R2>(`code ${low}`, [FACES, generator.attributes], low, 1));
    const { params, state } = tensors;
    const expected: Float32Array[] = [];
    for (const features of pairs) {
      for (const code of codes) {
        const decode = (): tf.Tensor => generator.decode(params, state, features, code, 'inference').image;
        expected.push(await read(tf.tidy(decode)));
      }
    }
    const decoder = generator.preparation?.prepare(params, state);
    // What is prepared is its own.
    [params, state].forEach(disposeTree);
    const faces = pairs.map((features) => decoder?.begin(features));
    const found: Float32Array[] = [];
    for (const face of faces) {
      for (const code of codes) found.push(await read(face?.decode(code) as tf.Tensor));
    }
    const again = await read(faces[0]?.decode(codes[0] as tf.Tensor2D) as tf.Tensor);
    for (const face of faces) face?.dispose();
    decoder?.dispose();
    tf.dispose([all, codes, pairs.flat()]);
    demand(equalBits(again, found[0] as Float32Array), 'it decodes a code otherwise after others');
    return worstOf(found, expected);
  },
};

/** Weights as a training leaves them, where no gain is 1 and no average 0. */
function trained(generator: Generator): NetworkTensors {
  const moved = (tree: TensorTree): TensorTree => {
    const after = leaves<tf.Tensor>(tree).map((leaf, index) =>
      tf.tidy(() => tf.add(leaf, drawn(`moved ${index}`, leaf.shape as [number], 0.05, 0.3))),
    );
    disposeTree(tree);
    return withLeaves(tree, after);
  };
  const { params, state } = tensorsOf(generator);
  return { params: moved(params), state: moved(state) };
}

function featuresOf(generator: Generator, { params, state }: NetworkTensors, faces: () => tf.Tensor4D): tf.Tensor4D[] {
  return tf.tidy(() => {
    const { features } = generator.encode(params, state, faces(), 'inference');
    return features.map((feature) => tf.clone(feature));
  });
}

function worstOf(found: readonly Float32Array[], expected: readonly Float32Array[]): Deviation {
  const off = found.map((values, index) => farthest(values, expected[index] as Float32Array));
  return { off: Math.max(...off), where: 'what is prepared decodes otherwise than `decode`' };
}
