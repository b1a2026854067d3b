import { AttganError } from '@attgan/core';
import { bytesOf } from '../dtype.ts';
import { quote } from '../safetensors-header.ts';
import type { ByteSource } from '../byte-source.ts';
import { PickleReader } from './pickle-reader.ts';
import type { PickledStorage, PickledValue } from './pickle-values.ts';
import { checkStorage } from './pickled-tensors.ts';
import type { PytorchContainer } from './pytorch-zip.ts';
import { unpickle, type Unpickled } from './unpickle.ts';

/** A pickle of the number 0x1950a86a20f9469cfc6c, by which PyTorch knows its own. */
const MAGIC = '80028a0a6cfc9c46f9206aa850192e';
const PROTOCOL = 1001;

export function isLegacy(source: ByteSource): boolean {
  return source.size >= 15 && Buffer.from(source.read(0, 15)).toString('hex') === MAGIC;
}

/**
 * The format of `torch.save` before PyTorch 1.6: five pickles (magic number, protocol, machine, what was saved, keys of storages),
 * then for each key the number of elements, 64 bits, and the elements.
 */
export function readLegacy(source: ByteSource): PytorchContainer {
  let position = 15;
  const next = (): Unpickled => {
    const reader = new PickleReader(source, position);
    const unpickled = unpickle(reader);
    position += reader.position;
    return unpickled;
  };
  if (next().value !== PROTOCOL)
    throw new AttganError(`${source.name} has an unknown version of PyTorch's old format.`);
  const { value: machine } = next();
  if (!(machine instanceof Map) || machine.get('little_endian') !== true) {
    throw new AttganError(`${source.name} was saved on a big-endian machine, or is damaged.`);
  }
  const { value: saved, storages } = next();
  const places = placesOf(source, next().value, storages, position);
  return {
    saved,
    storage({ key, dtype, count }) {
      const start = places.get(key) as number;
      return () => source.read(start, count * bytesOf(dtype));
    },
  };
}

/** Where the elements of each storage begin. Every storage that is named must be there, whole. */
function placesOf(
  source: ByteSource,
  keys: PickledValue,
  storages: ReadonlyMap<string, PickledStorage>,
  start: number,
): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  let position = start;
  for (const key of Array.isArray(keys) ? keys : []) {
    const storage = typeof key === 'string' ? storages.get(key) : undefined;
    if (storage === undefined)
      throw new AttganError(`${source.name} is damaged: it has a storage that belongs to nothing.`);
    const head = source.read(position, 8);
    const count = new DataView(head.buffer, head.byteOffset, 8).getBigInt64(0, true);
    const length = storage.count * bytesOf(storage.dtype);
    if (count !== BigInt(storage.count)) checkStorage(storage, Number(count) * bytesOf(storage.dtype), source.name);
    if (position + 8 + length > source.size) checkStorage(storage, source.size - position - 8, source.name);
    places.set(storage.key, position + 8);
    position += 8 + length;
  }
  const missing = [...storages.keys()].find((key) => !places.has(key));
  if (missing !== undefined)
    throw new AttganError(`${source.name} is damaged: its storage ${quote(missing)} is missing.`);
  return places;
}
