import { AttganError } from '@attgan/core';
import { expect, test } from 'vitest';
import { bytesInMemory, type ByteSource } from './byte-source.ts';
import { readPytorch } from './pytorch/read-pytorch.ts';
import { parseSafetensors, type StoredTensor } from './parse-safetensors.ts';
import { readBundle } from './tensorflow/bundle.ts';
import { constantOf, readGraph } from './tensorflow/graph.ts';
import { floats, legacyPth, zippedPth } from './testing/containers.ts';
import { bundleEntry, constant, floatAttribute, node, table } from './testing/graphs.ts';
import { mutated, mutationKey } from './testing/mutate.ts';
import { pickledState, type TestTensor } from './testing/pickles.ts';
import { integer, message } from './protobuf.ts';

/** Of each reader. `npm run fuzz:readers` makes 100,000. */
const MUTATIONS = Number(process.env['ATTGAN_MUTATIONS'] ?? 1500);
/** Milliseconds that no small file may take; slow machines and collections of garbage included. */
const LONG = 2000;
/** Bytes that values of a small file may take. */
const LARGE = 2 ** 20;

const matrix: TestTensor = { name: 'a', storage: 'FloatStorage', key: '0', count: 6, shape: [2, 3], strides: [1, 2] };
const vector: TestTensor = { name: 'b', storage: 'HalfStorage', key: '1', count: 2, shape: [2], strides: [1] };
const six = floats(0, 1, 2, 3, 4, 5);
const halves = Uint8Array.of(0, 60, 0, 62);
const state = pickledState([matrix, vector]);
const data = bytesInMemory('data', six);

type Reading = (source: ByteSource) => Iterable<StoredTensor>;
const pytorch: Reading = (source) => [...readPytorch(source).values()].flatMap((dict) => [...dict.values()]);

const READERS: Readonly<Record<string, readonly [seed: Uint8Array, read: Reading]>> = {
  'zip format of PyTorch': [zippedPth(state, { 0: six, 1: halves }), pytorch],
  'older format of PyTorch': [
    legacyPth(state, [
      ['0', 6, six],
      ['1', 2, halves],
    ]),
    pytorch,
  ],
  'graphs of TensorFlow': [
    message(
      node('x', 'Placeholder'),
      constant('w', [2, 3], six),
      node('y', 'LeakyRelu', ['x'], { alpha: floatAttribute(0.2) }),
    ),
    (source) =>
      [...readGraph(source).values()].filter(({ op }) => op === 'Const').map((each) => constantOf(each, source.name)),
  ],
  'checkpoints of TensorFlow': [
    table({
      '': message(integer(1, 1)),
      'Genc/Conv/weights': bundleEntry([2, 3], 0, 0, six),
      'Genc/Conv_1/weights': bundleEntry([1], 0, 8, six.subarray(8, 12)),
    }),
    (source) => readBundle(source, () => data).values(),
  ],
  safetensors: [
    safetensorsOf('{"a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}}', six),
    (source) => parseSafetensors(source.read(0, source.size), source.name).tensors.values(),
  ],
};

test.each(Object.entries(READERS))(
  `the reader of %s survives ${MUTATIONS} mutations: it reads or refuses, soon, and takes no more than the file has`,
  (name, [seed, read]) => {
    let refused = 0;
    for (let number = 0; number < MUTATIONS; number++) {
      const source = bytesInMemory('file', mutated(seed, mutationKey(name, number)));
      const began = performance.now();
      let taken = 0;
      try {
        for (const tensor of read(source)) taken += tensor.values().byteLength;
      } catch (error) {
        if (!(error instanceof AttganError)) throw new Error(`mutation ${number} breaks the reader`, { cause: error });
        expect(error.message).not.toContain('\n');
        refused++;
      }
      if (performance.now() - began > LONG) throw new Error(`mutation ${number} takes too long`);
      if (taken > LARGE) throw new Error(`mutation ${number} takes ${taken} bytes`);
    }
    expect(refused).toBeGreaterThan(MUTATIONS / 10);
  },
  10_000 + MUTATIONS * 20,
);

function safetensorsOf(header: string, content: Uint8Array): Uint8Array {
  const text = new TextEncoder().encode(header);
  return message(new Uint8Array(BigUint64Array.of(BigInt(text.length)).buffer), text, content);
}
