import { chmod, mkdtemp, readFile, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AttganError } from '@attgan/core';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { parseSafetensors, type Safetensors } from './parse-safetensors.ts';
import { readSafetensors } from './read-safetensors.ts';
import { writeSafetensors } from './write-safetensors.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attgan-safetensors-'));
});

/** A file's bytes from a header (text or JSON) and data, with no help from our own writer. */
function bytesOf(header: unknown, data: Uint8Array | number = 0): Uint8Array {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const rest = typeof data === 'number' ? new Uint8Array(data) : data;
  const bytes = new Uint8Array(8 + text.length + rest.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  bytes.set(rest, 8 + text.length);
  return bytes;
}

/** The values of the tensor `name`, which must be there. */
function valuesOf({ tensors }: Safetensors, name: string): Float32Array {
  const tensor = tensors.get(name);
  if (tensor === undefined) throw new Error(`no ${name}`);
  return tensor.values();
}

function messageFor(bytes: Uint8Array): string {
  try {
    parseSafetensors(bytes, 'w.safetensors');
  } catch (error) {
    expect(error).toBeInstanceOf(AttganError);
    expect((error as Error).message).not.toContain('\n');
    return (error as Error).message;
  }
  throw new Error('expected an error');
}

const entry = (dtype: string, shape: readonly number[], start: number, end: number) => ({
  dtype,
  shape,
  data_offsets: [start, end],
});

test('tensors come back bit for bit, in order, with metadata', async () => {
  const path = join(folder, 'round.safetensors');
  const tensors = new Map([
    ['encoder/0/kernel', { shape: [2, 3], values: Float32Array.of(1, -0, NaN, Infinity, 1e-45, 0.1) }],
    ['2', { shape: [], values: Float32Array.of(7) }],
    ['1', { shape: [0, 4], values: new Float32Array(0) }],
    ['ünïcode "quoted"', { shape: [1], values: Float32Array.of(3) }],
  ]);
  await writeSafetensors(path, tensors, { metadata: { format: 'attgan' } });
  const read = await readSafetensors(path);
  expect(read.metadata).toEqual({ format: 'attgan' });
  expect([...read.tensors.keys()].sort()).toEqual([...tensors.keys()].sort());
  for (const [name, { shape, values }] of tensors) {
    const stored = read.tensors.get(name);
    expect(stored?.shape).toEqual(shape);
    expect(stored?.dtype).toBe('F32');
    expect(new Uint32Array(valuesOf(read, name).buffer)).toEqual(new Uint32Array(values.buffer));
  }
});

test('any tensors come back, and equal input gives equal bytes', async () => {
  const [one, two] = [join(folder, 'one'), join(folder, 'two')];
  const tensor = fc.float32Array({ maxLength: 6 }).map((values) => ({ shape: [values.length, 1], values }));
  const name = fc.string({ unit: 'binary' }).filter((text) => text !== '__metadata__');
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(fc.tuple(name, tensor), { selector: ([key]) => key }), async (tensors) => {
      await writeSafetensors(one, tensors);
      await writeSafetensors(two, tensors);
      const bytes = await readFile(one);
      expect(bytes.equals(await readFile(two))).toBe(true);
      expect(bytes.readUInt32LE(0) % 8).toBe(0);
      const read = parseSafetensors(bytes, 'one');
      expect(read.tensors.size).toBe(tensors.length);
      for (const [key, { values }] of tensors) expect(read.tensors.get(key)?.values()).toEqual(values);
    }),
    { numRuns: 60 },
  );
});

test('F16 takes half the bytes and rounds', async () => {
  const path = join(folder, 'half.safetensors');
  await writeSafetensors(path, [['w', { shape: [3], values: Float32Array.of(1, 0.1, -65504) }]], { dtype: 'F16' });
  const stored = (await readSafetensors(path)).tensors.get('w');
  expect(stored?.dtype).toBe('F16');
  expect([...(stored?.values() ?? [])]).toEqual([1, 0.0999755859375, -65504]);
});

test('a value beyond F16 is refused and the older file stays as it was', async () => {
  const path = join(folder, 'beyond.safetensors');
  await writeSafetensors(path, [['w', { shape: [1], values: Float32Array.of(1) }]]);
  const before = await readFile(path);
  await expect(
    writeSafetensors(path, [['w', { shape: [1], values: Float32Array.of(70000) }]], { dtype: 'F16' }),
  ).rejects.toThrow(/"w" contains 70000, but the largest F16 value is 65504/);
  expect((await readFile(path)).equals(before)).toBe(true);
  expect((await readdir(folder)).filter((name) => name.includes('attgan-tmp'))).toEqual([]);
});

test('a tensor whose shape does not fit its values leaves no file', async () => {
  const path = join(folder, 'unfit.safetensors');
  await expect(writeSafetensors(path, [['w', { shape: [2], values: new Float32Array(3) }]])).rejects.toThrow(
    /3 values/,
  );
  expect(await readdir(folder)).not.toContain('unfit.safetensors');
});

test('one name twice cannot be written', async () => {
  const tensor = { shape: [], values: Float32Array.of(1) };
  const twice = [['w', tensor] as const, ['w', tensor] as const];
  await expect(writeSafetensors(join(folder, 'twice'), twice)).rejects.toThrow(/cannot be named "w"/);
});

test('every dtype is read as float32', () => {
  const cases: readonly [string, ArrayBufferView, readonly number[]][] = [
    ['F32', Float32Array.of(0.5, -3), [0.5, -3]],
    ['F64', Float64Array.of(0.1, 1e300), [Math.fround(0.1), Infinity]],
    ['F16', Uint16Array.of(0x3c00, 0x8001), [1, -(2 ** -24)]],
    ['BF16', Uint16Array.of(0x3f80, 0xc040), [1, -3]],
    ['I64', BigInt64Array.of(-5n, 2n ** 40n), [-5, 2 ** 40]],
    ['U64', BigUint64Array.of(5n, 2n ** 63n), [5, 2 ** 63]],
    ['I32', Int32Array.of(-7, 16777217), [-7, 16777216]],
    ['U32', Uint32Array.of(7, 2 ** 31), [7, 2 ** 31]],
    ['I16', Int16Array.of(-300, 300), [-300, 300]],
    ['U16', Uint16Array.of(0, 65535), [0, 65535]],
    ['I8', Int8Array.of(-128, 127), [-128, 127]],
    ['U8', Uint8Array.of(0, 255), [0, 255]],
    ['BOOL', Uint8Array.of(0, 1), [0, 1]],
  ];
  for (const [dtype, view, values] of cases) {
    const data = new Uint8Array(view.buffer);
    // An odd number of bytes before it: the elements lie unaligned.
    const header = { pad: entry('U8', [1], 0, 1), w: entry(dtype, [2], 1, 1 + data.length) };
    const read = parseSafetensors(bytesOf(header, Uint8Array.of(9, ...data)), 'w');
    expect([...(read.tensors.get('w')?.values() ?? [])], dtype).toEqual(values);
  }
});

test('changing the values handed out changes nothing stored', () => {
  const file = parseSafetensors(bytesOf({ w: entry('F32', [1], 0, 4) }, 4), 'w');
  valuesOf(file, 'w')[0] = 5;
  expect(valuesOf(file, 'w')[0]).toBe(0);
});

const F = (start: number, end: number) => entry('F32', [1], start, end);
const damaged: readonly [string, Uint8Array, RegExp][] = [
  ['an empty file', new Uint8Array(0), /0 bytes, too few for a header/],
  ['a header longer than the file', bytesOf('{}').subarray(0, 9), /truncated: its header should take 2 bytes/],
  ['a header over 16 MB', Uint8Array.of(1, 36, 244, 0, 0, 0, 0, 0, 0), /16000001 bytes, over the limit of 16 MB/],
  ['lists in lists', bytesOf('['.repeat(5_000_000)), /header nests lists and objects too deep/],
  ['a header that is not JSON', bytesOf('{"w":'), /header is not JSON/],
  ['a header that is not UTF-8', bytesOf('{}').fill(0xff, 8), /header is not JSON/],
  ['a header that is a list', bytesOf('[]'), /not a JSON object/],
  ['an unknown dtype', bytesOf({ w: entry('F4', [1], 0, 4) }, 4), /"w" has the dtype "F4"; supported: F32/],
  ['an inherited name as dtype', bytesOf({ w: entry('toString', [1], 0, 4) }, 4), /the dtype "toString"/],
  ['a dtype that is no text', bytesOf({ w: { dtype: { toString: false } } }), /the dtype \{"toString":false\}/],
  ['no dtype', bytesOf({ w: { shape: [1], data_offsets: [0, 4] } }, 4), /the dtype undefined/],
  ['bytes that do not fit', bytesOf({ w: entry('F32', [2], 0, 4) }, 4), /4 bytes, but F32 of shape \[2\] takes 8/],
  ['a negative size', bytesOf({ w: entry('F32', [-1], 0, 4) }, 4), /shape that is not a list of integers/],
  ['a broken size', bytesOf({ w: entry('F32', [0.5], 0, 2) }, 2), /shape that is not a list of integers/],
  ['a huge shape', bytesOf({ w: entry('F32', [2 ** 40, 2 ** 40], 0, 4) }, 4), /shape too large: \[1099511627776, 10/],
  ['backward offsets', bytesOf({ w: F(4, 0) }, 4), /has -4 bytes/],
  ['three offsets', bytesOf({ w: { ...F(0, 4), data_offsets: [0, 4, 8] } }, 8), /not two offsets/],
  ['entries that overlap', bytesOf({ a: F(0, 4), b: F(2, 6) }, 8), /"b" overlaps the entry before it/],
  ['a gap', bytesOf({ a: F(0, 4), b: F(8, 12) }, 12), /"b" leaves a gap before it \(starts at byte 8, expected 4\)/],
  ['an entry beyond the end', bytesOf({ a: F(0, 4), b: F(4, 8) }, 6), /"b" ends at byte 8 of 6; the file is truncated/],
  ['bytes after the last entry', bytesOf({ a: F(0, 4) }, 6), /2 bytes after its last entry/],
  ['an unknown key', bytesOf({ a: { ...F(0, 4), order: 'C' } }, 4), /"a" has the unknown key "order"/],
  ['metadata that is no text', bytesOf({ __metadata__: { step: 1 } }), /__metadata__ is not an object of strings/],
  [
    'a name twice',
    bytesOf(`{"a":${JSON.stringify(F(0, 4))},"a":${JSON.stringify(F(0, 4))}}`, 4),
    /has the key "a" twice/,
  ],
  [
    'an escaped name twice',
    bytesOf(`{"a":${JSON.stringify(F(0, 4))},"\\u0061":${JSON.stringify(F(0, 4))}}`, 4),
    /has the key "a" twice/,
  ],
];
test.each(damaged)('%s is an error that says so', (_, bytes, message) => {
  expect(messageFor(bytes)).toMatch(message);
  expect(messageFor(bytes)).toContain('w.safetensors');
});

test('a text that looks like a repeated key is none', () => {
  const header = '{"__metadata__":{"a":"{\\"a\\": [","b":"a"},"a":{"dtype":"U8","shape":[],"data_offsets":[0,1]}}';
  expect(parseSafetensors(bytesOf(header, 1), 'w').metadata).toEqual({ a: '{"a": [', b: 'a' });
});

test('whatever bytes a file has, reading gives tensors or an AttganError', () => {
  const survives = (bytes: Uint8Array) => {
    try {
      for (const tensor of parseSafetensors(bytes, 'fuzz').tensors.values()) tensor.values();
    } catch (error) {
      if (!(error instanceof AttganError)) throw error;
    }
  };
  fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), survives), { numRuns: 500 });
  // Headers of nearly the right form go deeper than random bytes do.
  const size = fc.oneof(fc.integer({ min: -1, max: 9 }), fc.constantFrom(2 ** 53, 1e300, 0.5), fc.jsonValue());
  const sizes = fc.oneof(fc.array(size, { maxLength: 4 }), fc.jsonValue());
  const value = fc.record(
    { dtype: fc.oneof(fc.constantFrom('F32', 'F16', 'U8', 'I64'), fc.jsonValue()), shape: sizes, data_offsets: sizes },
    { requiredKeys: [] },
  );
  const header = fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('__metadata__', '__proto__', 'a')), value);
  fc.assert(
    fc.property(header, fc.nat({ max: 40 }), (entries, data) => {
      survives(bytesOf(entries, data));
    }),
    { numRuns: 2000 },
  );
});

test('a damaged byte anywhere in a good file gives tensors or an AttganError', async () => {
  const path = join(folder, 'flip.safetensors');
  await writeSafetensors(path, [['w', { shape: [2], values: Float32Array.of(1, 2) }]], { metadata: { a: 'b' } });
  const good = await readFile(path);
  fc.assert(
    fc.property(fc.nat({ max: good.length - 1 }), fc.nat({ max: 255 }), (at, byte) => {
      const bytes = Uint8Array.from(good);
      bytes[at] = byte;
      try {
        parseSafetensors(bytes, 'flip');
      } catch (error) {
        if (!(error instanceof AttganError)) throw error;
      }
    }),
    { numRuns: 1000 },
  );
});

test('a missing file, a folder and a truncated file are named', async () => {
  await expect(readSafetensors(join(folder, 'none'))).rejects.toThrow(/Cannot read .*none: there is no such file/);
  await expect(readSafetensors(folder)).rejects.toThrow(AttganError);
  const path = join(folder, 'cut.safetensors');
  await writeFile(path, bytesOf({ a: F(0, 4) }, 2));
  await expect(readSafetensors(path)).rejects.toThrow(/cut.safetensors is damaged: its entry "a" .* truncated/);
});

test.skipIf(process.getuid?.() === 0)('a folder without permission is named', async () => {
  const closed = await mkdtemp(join(folder, 'closed-'));
  await chmod(closed, 0o500);
  await expect(writeSafetensors(join(closed, 'w'), [])).rejects.toThrow(/Cannot write .*permission denied/);
});

test('metadata of 10 MB and of a million escaped quotes are read', async () => {
  const path = join(folder, 'long.safetensors');
  const metadata = { long: 'a'.repeat(10_000_000), quotes: '\\"'.repeat(1_000_000) };
  await writeSafetensors(path, [['x', { shape: [1], values: Float32Array.of(7) }]], { metadata });
  const read = await readSafetensors(path);
  expect(read.metadata['long']).toHaveLength(10_000_000);
  expect(read.metadata['quotes'] === metadata.quotes).toBe(true);
});
