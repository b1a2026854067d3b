import {
  bytesInMemory,
  constantOf,
  parseSafetensors,
  readBundle,
  readGraph,
  readPytorch,
  type ByteSource,
  type StoredTensor,
} from '@attgan/formats';
import { integer, message } from '../../../packages/formats/src/protobuf.ts';
import { floats, legacyPth, zippedPth } from '../../../packages/formats/src/testing/containers.ts';
import { bundleEntry, constant, floatAttribute, node, table } from '../../../packages/formats/src/testing/graphs.ts';
import { pickledState, type TestTensor } from '../../../packages/formats/src/testing/pickles.ts';
import { bytesOf, type FuzzTarget } from '../target.ts';

const matrix: TestTensor = { name: 'a', storage: 'FloatStorage', key: '0', count: 6, shape: [2, 3], strides: [1, 2] };
const vector: TestTensor = { name: 'b', storage: 'HalfStorage', key: '1', count: 2, shape: [2], strides: [1] };
const six = floats(0, 1, 2, 3, 4, 5);
const halves = Uint8Array.of(0, 60, 0, 62);
const state = pickledState([matrix, vector]);
const data = bytesInMemory('data', six);

/** Readers of files of other programs and of our weights, from bytes in memory. */
export const binaryFiles: readonly FuzzTarget[] = [
  {
    name: 'pth',
    seeds: [
      zippedPth(state, { 0: six, 1: halves }),
      legacyPth(state, [
        ['0', 6, six],
        ['1', 2, halves],
      ]),
    ],
    read: reading((source) => [...readPytorch(source).values()].flatMap((dict) => [...dict.values()])),
  },
  {
    name: 'tensorflow-graph',
    seeds: [
      message(
        node('x', 'Placeholder'),
        constant('w', [2, 3], six),
        node('y', 'LeakyRelu', ['x'], { alpha: floatAttribute(0.2) }),
      ),
    ],
    read: reading((source) =>
      [...readGraph(source).values()].filter(({ op }) => op === 'Const').map((each) => constantOf(each, source.name)),
    ),
  },
  {
    name: 'tensorflow-checkpoint',
    seeds: [
      table({
        '': message(integer(1, 1)),
        'Genc/Conv/weights': bundleEntry([2, 3], 0, 0, six),
        'Genc/Conv_1/weights': bundleEntry([1], 0, 8, six.subarray(8, 12)),
      }),
    ],
    read: reading((source) => readBundle(source, () => data).values()),
  },
  {
    name: 'safetensors',
    seeds: [safetensorsOf('{"a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}}', six)],
    read: reading((source) => parseSafetensors(source.read(0, source.size), source.name).tensors.values()),
  },
  {
    name: 'safetensors-header',
    text: true,
    seeds: [
      bytesOf(
        '{"__metadata__":{"format":"pt"},"a":{"dtype":"F16","shape":[2,3],"data_offsets":[0,12]},"b":{"dtype":"U8","shape":[],"data_offsets":[12,13]}}',
      ),
    ],
    read(input) {
      return total(parseSafetensors(safetensorsOf(input, new Uint8Array(13)), 'file').tensors.values());
    },
  },
];

function reading(read: (source: ByteSource) => Iterable<StoredTensor>): FuzzTarget['read'] {
  return (input) => total(read(bytesInMemory('file', input)));
}

/** Bytes of all values. */
function total(tensors: Iterable<StoredTensor>): number {
  let taken = 0;
  for (const tensor of tensors) taken += tensor.values().byteLength;
  return taken;
}

function safetensorsOf(header: string | Uint8Array, content: Uint8Array): Uint8Array {
  const text = typeof header === 'string' ? bytesOf(header) : header;
  return message(new Uint8Array(BigUint64Array.of(BigInt(text.length)).buffer), text, content);
}
