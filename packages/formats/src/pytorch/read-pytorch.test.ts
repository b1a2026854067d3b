import { AttganError } from '@attgan/core';
import { describe, expect, test } from 'vitest';
import { bytesInMemory } from '../byte-source.ts';
import { floatToHalf } from '../half.ts';
import { floats, legacyPth, zipped, zippedPth } from '../testing/containers.ts';
import { pickle, pickledState, pickledTensor, type TestTensor } from '../testing/pickles.ts';
import { readPytorch } from './read-pytorch.ts';

const read = (bytes: Uint8Array) => readPytorch(bytesInMemory('weights.pth', bytes));
const matrix: TestTensor = {
  name: 'weight',
  storage: 'FloatStorage',
  key: '0',
  count: 6,
  shape: [2, 3],
  strides: [3, 1],
};
const six = floats(0, 1, 2, 3, 4, 5);
const values = (bytes: Uint8Array): number[] => [...(read(bytes).get('')?.get('weight')?.values() ?? [])];

function refusal(bytes: Uint8Array): string {
  try {
    for (const dict of read(bytes).values()) for (const tensor of dict.values()) tensor.values();
  } catch (error) {
    expect(error).toBeInstanceOf(AttganError);
    expect((error as Error).message).not.toContain('\n');
    return (error as Error).message;
  }
  throw new Error('nothing was refused');
}

describe('a state dict', () => {
  test('is read from the zip format and from the one before', () => {
    expect(values(zippedPth(pickledState([matrix]), { 0: six }))).toEqual([0, 1, 2, 3, 4, 5]);
    expect(values(legacyPth(pickledState([matrix]), [['0', 6, six]]))).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test('is read with the strides and the offset it was saved with', () => {
    const view = { ...matrix, shape: [2, 2], strides: [1, 3], offset: 1 };
    expect(values(zippedPth(pickledState([view]), { 0: six }))).toEqual([1, 4, 2, 5]);
  });

  test('is read from half precision and from bfloat16', () => {
    const halves = new Uint8Array(Uint16Array.of(floatToHalf(-1.5), floatToHalf(0.25)).buffer);
    const tensor = { ...matrix, count: 2, shape: [2], strides: [1] };
    expect(values(zippedPth(pickledState([{ ...tensor, storage: 'HalfStorage' }]), { 0: halves }))).toEqual([
      -1.5, 0.25,
    ]);
    const brains = new Uint8Array(Uint16Array.of(0x3f80, 0xc000).buffer);
    expect(values(zippedPth(pickledState([{ ...tensor, storage: 'BFloat16Storage' }]), { 0: brains }))).toEqual([
      1, -2,
    ]);
  });

  test('is found below G and D, beside what is none, and without the prefix of many GPUs', () => {
    const state = pickledState([{ ...matrix, name: 'module.weight' }]);
    const saved = pickle.dictionary(
      [pickle.text('G'), state],
      [pickle.text('epoch'), pickle.integer(49)],
      [pickle.text('optimizer'), pickle.dictionary([pickle.text('state'), pickle.list()])],
    );
    const dicts = read(zippedPth(saved, { 0: six }));
    expect([...dicts.keys()]).toEqual(['G']);
    expect([...(dicts.get('G')?.keys() ?? [])]).toEqual(['weight']);
  });
});

describe('a file is refused in one line', () => {
  test('when it calls what weights do not need', () => {
    const evil = pickle.call(pickle.global('posix', 'system'), pickle.tuple(pickle.text('true')));
    expect(refusal(zippedPth(evil, {}))).toContain('wants to run "posix.system"');
  });

  test.each([
    ['INST', [0x28, 0x69, 0x6f, 0x73, 0x0a, 0x73, 0x0a]],
    ['NEWOBJ', [0x29, 0x29, 0x81]],
    ['EXT1', [0x82, 1]],
    ['an opcode that there is not', [0xff]],
  ])('when its pickle has %s', (_, code) => {
    expect(refusal(zippedPth(code, {}))).toMatch(/opcode \d+ at \d/);
  });

  test('when a storage is declared larger than it is', () => {
    const huge = { ...matrix, count: 2 ** 31 - 1, shape: [2 ** 31 - 1], strides: [1] };
    expect(refusal(zippedPth(pickledState([huge]), { 0: six }))).toContain('but has 24 bytes');
    expect(refusal(legacyPth(pickledState([huge]), [['0', 2 ** 31 - 1, six]]))).toContain('but has 24 bytes');
  });

  test('when a view reaches beyond its storage, or repeats it', () => {
    expect(refusal(zippedPth(pickledState([{ ...matrix, offset: 1 }]), { 0: six }))).toContain(
      'reaches beyond its storage',
    );
    expect(
      refusal(zippedPth(pickledState([{ ...matrix, shape: [1000, 1000], strides: [0, 0] }]), { 0: six })),
    ).toContain('beyond');
    expect(refusal(zippedPth(pickledState([{ ...matrix, strides: [3] }]), { 0: six }))).toContain('beyond');
  });

  test('when a storage is missing, or named in two ways', () => {
    expect(refusal(zippedPth(pickledState([matrix]), {}))).toContain('storage "0" is missing');
    const two = pickledState([matrix, { ...matrix, name: 'other', count: 7 }]);
    expect(refusal(zippedPth(two, { 0: six }))).toContain('damaged');
  });

  test('when keys would reach the prototype of objects', () => {
    const state = pickle.dictionary([pickle.text('__proto__'), pickle.dictionary([pickle.text('polluted'), [0x88]])]);
    expect(refusal(zippedPth(pickle.dictionary([pickle.text('G'), state]), {}))).toContain('no state dict');
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  test('when it is cut off anywhere', () => {
    const whole = [zippedPth(pickledState([matrix]), { 0: six }), legacyPth(pickledState([matrix]), [['0', 6, six]])];
    for (const bytes of whole) {
      for (let length = 0; length < bytes.length; length++) refusal(bytes.subarray(0, length));
    }
  });

  test('when it is a zip archive of something else', () => {
    expect(refusal(zipped({ 'letter.txt': six }))).toContain('it has no data.pkl');
  });

  test('when its pickle takes more steps than weights do', () => {
    expect(
      refusal(
        zippedPth(
          Array.from({ length: 250_000 }, () => 0x7d),
          {},
        ),
      ),
    ).toContain('more than weights need');
  });

  test('when it holds a tensor, but none by name', () => {
    expect(refusal(zippedPth(pickledTensor(matrix), { 0: six }))).toContain('no state dict');
  });
});
