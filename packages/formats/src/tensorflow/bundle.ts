import { AttganError } from '@attgan/core';
import type { ByteSource } from '../byte-source.ts';
import { maskedCrc32c } from '../crc32c.ts';
import { bytesOf, toFloats, type Dtype } from '../dtype.ts';
import type { StoredTensor } from '../parse-safetensors.ts';
import { quote } from '../safetensors-header.ts';
import { readTable } from './table.ts';
import { countOf, shapeOf, TENSORFLOW_DTYPES } from './tensor-shape.ts';
import { bytesIn, numberIn, wireFields } from './wire.ts';

/** More data files than any checkpoint of one network has. */
const MOST_SHARDS = 1000;

/** Ends the keys of checkpoints that are based on objects. */
const OBJECT_KEY = '/.ATTRIBUTES/VARIABLE_VALUE';

interface Entry {
  readonly dtype: Dtype | undefined;
  readonly shape: readonly number[];
  readonly shard: number;
  readonly offset: number;
  readonly size: number;
  readonly crc: number;
}

/** How many data files belong to an index. */
export function shardsOf(index: ReadonlyMap<string, Uint8Array>, file: string): number {
  let shards = 1;
  for (const { field, value } of wireFields(index.get('') ?? new Uint8Array(), file)) {
    if (field === 1) shards = numberIn(value);
    if (field === 2 && value !== 0) throw new AttganError(`${file} was saved on a big-endian machine.`);
  }
  if (shards >= 1 && shards <= MOST_SHARDS) return shards;
  throw new AttganError(`${file} is damaged: it says it has ${shards} data files.`);
}

/**
 * The variables of a TensorFlow checkpoint by name, whether its keys are names or objects. Checksums are compared when values are
 * read.
 * @param index the file that ends in `.index`
 * @param openShard opens a data file by its number, of how many
 * @throws AttganError in one line when a file is damaged, truncated or missing
 */
export function readBundle(
  index: ByteSource,
  openShard: (shard: number, shards: number) => ByteSource,
): ReadonlyMap<string, StoredTensor> {
  const table = readTable(index);
  const shards = shardsOf(table, index.name);
  const sources = new Map<number, ByteSource>();
  const sourceOf = (shard: number): ByteSource => {
    const source = sources.get(shard) ?? openShard(shard, shards);
    sources.set(shard, source);
    return source;
  };
  const variables = new Map<string, StoredTensor>();
  for (const [key, bytes] of table) {
    if (key === '') continue;
    const entry = entryOf(bytes, index.name);
    // Text, such as the graph of objects, is no variable.
    if (entry?.dtype === undefined) continue;
    if (entry.shard >= shards)
      throw new AttganError(`${index.name} is damaged: ${quote(key)} is in a data file that it does not have.`);
    const tensor = variableOf({ ...entry, dtype: entry.dtype }, key, () => sourceOf(entry.shard));
    variables.set(variableName(key), tensor);
  }
  return variables;
}

function variableOf(
  { dtype, shape, offset, size, crc }: Entry & { readonly dtype: Dtype },
  key: string,
  source: () => ByteSource,
): StoredTensor {
  return {
    shape,
    dtype,
    values() {
      const { name, read } = source();
      const wanted = countOf(shape) * bytesOf(dtype);
      if (size !== wanted)
        throw new AttganError(
          `${name}: ${quote(key)} of shape [${shape.join(', ')}] has ${size} bytes instead of ${wanted}.`,
        );
      const bytes = read(offset, size);
      if (maskedCrc32c(bytes) !== crc)
        throw new AttganError(`${name} is damaged: the checksum of ${quote(key)} is wrong.`);
      return toFloats(dtype, bytes);
    },
  };
}

/** A BundleEntryProto; undefined for a variable that is saved in slices. */
function entryOf(bytes: Uint8Array, file: string): Entry | undefined {
  const entry = { dtype: undefined as Dtype | undefined, shape: [] as number[], shard: 0, offset: 0, size: 0, crc: 0 };
  for (const { field, value } of wireFields(bytes, file)) {
    if (field === 1) entry.dtype = TENSORFLOW_DTYPES.get(numberIn(value));
    else if (field === 2) entry.shape = shapeOf(bytesIn(value), file);
    else if (field === 3) entry.shard = numberIn(value);
    else if (field === 4) entry.offset = numberIn(value);
    else if (field === 5) entry.size = numberIn(value);
    else if (field === 6) entry.crc = numberIn(value);
    else if (field === 7) return undefined;
  }
  return entry;
}

/** `UNetGenc.SConv.Sweights:0/.ATTRIBUTES/VARIABLE_VALUE` is the variable `UNetGenc/Conv/weights`: `.S` stands for a slash, `..` for a dot. */
function variableName(key: string): string {
  if (!key.endsWith(OBJECT_KEY)) return key;
  const object = key.slice(0, -OBJECT_KEY.length).replace(/:0$/, '');
  return object.replaceAll(/\.S|\.\./g, (escaped) => (escaped === '.S' ? '/' : '.'));
}
