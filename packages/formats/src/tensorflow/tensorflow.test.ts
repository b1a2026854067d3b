import { AttganError } from '@attgan/core';
import { describe, expect, test } from 'vitest';
import { bytesInMemory } from '../byte-source.ts';
import { bytes, integer, message } from '../protobuf.ts';
import { floats } from '../testing/containers.ts';
import { bundleEntry, constant, floatAttribute, node, table } from '../testing/graphs.ts';
import { readBundle } from './bundle.ts';
import { constantOf, floatAttribute as readFloat, isGraph, readGraph, type GraphNode } from './graph.ts';
import { fromSnappy } from './snappy.ts';

const source = (content: Uint8Array, name = 'file') => bytesInMemory(name, content);

function refusal(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(AttganError);
    return (error as Error).message;
  }
  throw new Error('nothing was refused');
}

describe('a frozen graph', () => {
  const graph = message(
    node('x', 'Placeholder'),
    constant('w', [2, 1], floats(3, 4)),
    node('y', 'LeakyRelu', ['x:0'], { alpha: floatAttribute(0.25) }),
  );

  test('is read node by node', () => {
    const nodes = readGraph(source(graph));
    expect(isGraph(source(graph))).toBe(true);
    expect([...nodes.keys()]).toEqual(['x', 'w', 'y']);
    expect(nodes.get('y')?.inputs).toEqual(['x']);
    expect(readFloat(nodes.get('y') as GraphNode, 'alpha', 'file')).toBe(0.25);
    const { shape, values } = constantOf(nodes.get('w') as GraphNode, 'file');
    expect([shape, [...values()]]).toEqual([
      [2, 1],
      [3, 4],
    ]);
  });

  test('is refused when it is cut off in the middle of a node', () => {
    for (let length = 1; length < graph.length; length++) {
      const part = graph.subarray(0, length);
      try {
        expect(readGraph(source(part)).size).toBeLessThan(3);
      } catch (error) {
        expect(error).toBeInstanceOf(AttganError);
      }
    }
  });

  test('is refused when a node declares more bytes than there are', () => {
    const huge = Uint8Array.of(0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f, 1);
    expect(refusal(() => readGraph(source(huge)))).toContain('a field of 4294967295 bytes, where 1 are left');
  });

  test('is refused when a constant has fewer values than its shape', () => {
    const nodes = readGraph(source(constant('w', [1000, 1000], floats(1))));
    expect(refusal(() => constantOf(nodes.get('w') as GraphNode, 'file'))).toContain('has 4 bytes instead of 4000000');
  });
});

describe('a checkpoint', () => {
  const first = floats(1, 2);
  const second = floats(5);
  const header = message(integer(1, 2), integer(2, 0));
  const index = {
    '': header,
    'Genc.SConv.Sweights:0/.ATTRIBUTES/VARIABLE_VALUE': bundleEntry([2], 0, 0, first),
    'Genc/Conv_1/weights': bundleEntry([1], 1, 0, second),
  };
  const shards = [source(first, 'a.data-00000-of-00002'), source(second, 'a.data-00001-of-00002')];
  const readAll = (bytesOfIndex: Uint8Array) =>
    [...readBundle(source(bytesOfIndex, 'a.index'), (shard) => shards[shard] as (typeof shards)[0])].map(
      ([name, tensor]) => [name, [...tensor.values()]] as const,
    );
  const expected = [
    ['Genc/Conv/weights', [1, 2]],
    ['Genc/Conv_1/weights', [5]],
  ];

  test('gives variables by name, whether it is based on objects or names, from several data files', () => {
    expect(readAll(table(index))).toEqual(expected);
  });

  test('may have blocks that Snappy compressed', () => {
    const literal = (block: Uint8Array) =>
      [
        message([...sizeOf(block.length)], [61 << 2, (block.length - 1) % 256, (block.length - 1) >> 8], block),
        1,
      ] as const;
    expect(readAll(table(index, literal))).toEqual(expected);
  });

  test('is refused when a byte of its index or its data is another', () => {
    const good = table(index);
    for (const at of [0, 20, good.length - 60]) {
      const bad = Uint8Array.from(good);
      bad[at] = (bad[at] as number) ^ 1;
      expect(refusal(() => readAll(bad))).toContain('checksum');
    }
    const other = table({ ...index, 'Genc/Conv_1/weights': bundleEntry([1], 1, 0, floats(6)) });
    expect(refusal(() => readAll(other))).toContain('the checksum of "Genc/Conv_1/weights" is wrong');
  });

  test('is refused when its data are shorter than its index says', () => {
    const longer = table({ ...index, 'Genc/Conv_1/weights': bundleEntry([2], 1, 0, floats(5, 6)) });
    expect(refusal(() => readAll(longer))).toContain('damaged or truncated: it has 4 bytes, and 8 from 0');
    const shape = table({ ...index, 'Genc/Conv_1/weights': bundleEntry([2 ** 40], 1, 0, second) });
    expect(refusal(() => readAll(shape))).toContain('has 4 bytes instead of');
  });
});

test('Snappy’s copies may overlap themselves, and may not reach before the beginning', () => {
  expect([...fromSnappy(Uint8Array.of(6, 0, 7, ((5 - 4) << 2) | 1, 1), 'block')]).toEqual([7, 7, 7, 7, 7, 7]);
  expect(refusal(() => fromSnappy(Uint8Array.of(6, 0, 7, ((5 - 4) << 2) | 1, 2), 'block'))).toContain(
    'cannot be unpacked',
  );
  expect(refusal(() => fromSnappy(Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x7f), 'block'))).toContain(
    'cannot be unpacked',
  );
});

function sizeOf(length: number): number[] {
  return length < 128 ? [length] : [(length % 128) + 128, length >> 7];
}

test('fields of a message that are unknown are passed over', () => {
  const graph = message(bytes(2, 'library'), integer(4, 3), node('x', 'NoOp'));
  expect([...readGraph(source(graph)).keys()]).toEqual(['x']);
});
