import { messageOf } from '@attgan/core';
import { disposeTree, leaves, withLeaves, type NetworkTensors, type TensorTree } from '@attgan/kernels';
import type { DecoderPreparation, FaceDecoder, Generator, PreparedDecoder } from '@attgan/nets';
import * as tf from '@tensorflow/tfjs-core';
import type { Deviation } from '../case.ts';
import { farthest } from '../compare.ts';
import { CaseFailure, demand, equalBits } from './demand.ts';
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
    const decoder = (generator.preparation as DecoderPreparation).prepare(params, state);
    // What is prepared is its own.
    [params, state].forEach(disposeTree);
    const { found, again } = await decodedBy(decoder, pairs, codes).catch((error: unknown) => {
      throw new CaseFailure(`it fails once the weights that it was prepared from are freed: ${messageOf(error)}`);
    });
    decoder.dispose();
    tf.dispose([all, codes, pairs.flat()]);
    demand(equalBits(again, found[0] as Float32Array), 'it decodes a code otherwise after others');
    return worstOf(found, expected);
  },
};

/** Every face with every code, and the first face with the first code once more. */
async function decodedBy(
  decoder: PreparedDecoder,
  pairs: readonly (readonly tf.Tensor4D[])[],
  codes: readonly tf.Tensor2D[],
): Promise<{ readonly found: Float32Array[]; readonly again: Float32Array }> {
  const faces = pairs.map((features) => decoder.begin(features));
  const found: Float32Array[] = [];
  for (const { decode } of faces) for (const code of codes) found.push(await read(decode(code)));
  const again = await read((faces[0] as FaceDecoder).decode(codes[0] as tf.Tensor2D));
  for (const face of faces) face.dispose();
  return { found, again };
}

/** Weights as a training leaves them, where no gain is 1 and no average 0. Kernels stay as drawn: larger ones would make every face white. */
function trained(generator: Generator): NetworkTensors {
  const moved = (tree: TensorTree): TensorTree => {
    const after = leaves<tf.Tensor>(tree).map((leaf, index) =>
      leaf.rank > 1
        ? tf.clone(leaf)
        : tf.tidy(() => tf.add(leaf, drawn(`moved ${index}`, leaf.shape as [number], 0.05, 0.3))),
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
