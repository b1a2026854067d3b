import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { webgpuBackend } from '@attgan/backend-webgpu';
import { readModel } from '@attgan/formats';
import { disposeTree, loadTree, mapTree, pixelsOf, type NetworkTensors, type TensorTree } from '@attgan/kernels';
import { attganGenerator, decodeFaces, encodeFaces, openDecoder, type Generator } from '@attgan/nets';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const folder = join(import.meta.dirname, '..', 'models', 'faces-64');
const problem = await webgpuBackend.whyUnavailable();

describe.skipIf(problem !== undefined)(`sliders on webgpu${problem === undefined ? '' : `: ${problem}`}`, () => {
  let close = async (): Promise<void> => undefined;
  let generator: Generator;
  let weights: NetworkTensors;
  beforeAll(async () => {
    ({ close } = await webgpuBackend.open({ editing: 'half' }));
    const { card, tensors } = await readModel(folder);
    generator = attganGenerator.create(card.generator.options as object, card.attributes.length) as Generator;
    weights = loadTree(generator.weights, tensors, { prefix: 'generator', describe: folder });
  });
  afterAll(() => close());

  const codeOf = (place: number): tf.Tensor2D =>
    tf.tensor2d([Array.from({ length: generator.attributes }, (_, index) => Math.sin(place + index))]);

  /** Pictures of a face by the prepared decoder in half precision, and by the plain one in float32. */
  async function bothWays(own: NetworkTensors): Promise<readonly (readonly [ArrayLike<number>, ArrayLike<number>])[]> {
    const face = tf.tidy(() => tf.sin(tf.reshape(tf.range(0, 64 * 64 * 3), [1, 64, 64, 3]))) as tf.Tensor4D;
    const { features } = encodeFaces(generator, own, face);
    const decoder = openDecoder(generator, own);
    const prepared = decoder.begin(features);
    const pictures: (readonly [ArrayLike<number>, ArrayLike<number>])[] = [];
    for (const place of [1, 2, 3]) {
      const [half, plain] = tf.tidy(() => {
        const code = codeOf(place);
        return [pixelsOf(prepared.decode(code)), pixelsOf(decodeFaces(generator, own, features, code))];
      }) as [tf.Tensor, tf.Tensor];
      pictures.push([await half.data(), await plain.data()]);
      tf.dispose([half, plain]);
    }
    prepared.dispose();
    decoder.dispose();
    tf.dispose([face, ...features]);
    return pictures;
  }

  const apart = (a: ArrayLike<number>, b: ArrayLike<number>): number[] =>
    Array.from(a, (value, index) => Math.abs(value - (b[index] as number)));

  test('pictures of a published model, whose file is in half precision, are those of float32 but for rounding', async () => {
    const file = await readFile(join(folder, 'model.safetensors'));
    expect(file.subarray(8, 4096).toString()).toContain('"F16"');
    for (const [half, plain] of await bothWays(weights)) {
      const differences = apart(half, plain);
      expect(Math.max(...differences)).toBeLessThanOrEqual(1);
      // Only what lies between two pixels may fall on either side.
      expect(differences.filter((each) => each > 0).length).toBeLessThan(differences.length / 1000);
      expect(new Set(Array.from(plain)).size).toBeGreaterThan(100);
    }
  });

  test('pictures of weights that half precision does not have change by at most 1 of 255', async () => {
    const between = (tree: TensorTree): TensorTree =>
      mapTree<tf.Tensor, tf.Tensor, TensorTree>(tree, (leaf) => tf.mul(leaf, 1 + 0.37 / 2048));
    const moved = { params: between(weights.params), state: between(weights.state) };
    const pictures = await bothWays(moved);
    [moved.params, moved.state].forEach(disposeTree);
    for (const [half, plain] of pictures) expect(Math.max(...apart(half, plain))).toBeLessThanOrEqual(1);
  });

  test('a move of a slider launches each layer once, and what makes pixels', () => {
    const backend = tf.backend() as WebGPUBackend;
    const run = backend.runWebGPUProgram.bind(backend);
    const launched: string[] = [];
    const { features } = encodeFaces(generator, weights, tf.zeros([1, 64, 64, 3]));
    const decoder = openDecoder(generator, weights);
    const face = decoder.begin(features);
    backend.runWebGPUProgram = (program, ...rest) => {
      launched.push(program.shaderKey.split(' ').slice(0, 2).join(' '));
      return run(program, ...rest);
    };
    pixelsOf(face.decode(codeOf(1)));
    backend.runWebGPUProgram = run;
    expect(launched).toEqual([...Array<string>(5).fill('attgan transposed'), 'attgan pixels']);
    face.dispose();
    decoder.dispose();
  });
});
