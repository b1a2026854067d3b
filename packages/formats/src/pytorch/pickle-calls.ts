import { AttganError } from '@attgan/core';
import { quote } from '../safetensors-header.ts';
import { CALLABLE, PickledName, PickledStorage, PickledTensor, STORAGES, type PickledValue } from './pickle-values.ts';

/** A function or class by its name. @throws AttganError for all but those that weights need: nothing else is ever run */
export function nameOf(module: PickledValue | undefined, name: PickledValue | undefined, file: string): PickledName {
  if (typeof module !== 'string' || typeof name !== 'string') {
    throw new AttganError(`${file} is damaged: its pickle names a function by something that is not text.`);
  }
  const full = `${module}.${name}`;
  if (STORAGES.has(full) || CALLABLE.includes(full)) return new PickledName(full);
  throw new AttganError(
    `${file} wants to run ${quote(full)}, which weights do not need; nothing was run. Do not trust this file.`,
  );
}

/** The value that a call stands for. */
export function called(callee: PickledValue | undefined, args: PickledValue | undefined, file: string): PickledValue {
  if (callee instanceof PickledName && Array.isArray(args)) {
    const { name } = callee;
    if (name === 'collections.OrderedDict' && args.length === 0) return new Map();
    if (name === 'torch._utils._rebuild_parameter' && args[0] instanceof PickledTensor) return args[0];
    if (name === 'torch._utils._rebuild_tensor_v2') {
      const [storage, offset, shape, strides] = args;
      if (storage instanceof PickledStorage && isCount(offset) && isCounts(shape) && isCounts(strides)) {
        return new PickledTensor(storage, offset, shape, strides);
      }
    }
  }
  const shown = callee instanceof PickledName ? callee.name : 'a value that is no function';
  throw new AttganError(`${file} is damaged: its pickle calls ${shown} with arguments that it cannot have.`);
}

/** The storage that a persistent id stands for: `('storage', class, key, device, count)`, with `None` in older files. */
export function storageOf(id: PickledValue | undefined, file: string): PickledStorage {
  if (Array.isArray(id)) {
    const [kind, type, key, , count, view = null] = id;
    const dtype = type instanceof PickledName ? STORAGES.get(type.name) : undefined;
    if (kind === 'storage' && dtype !== undefined && typeof key === 'string' && isCount(count) && view === null) {
      return new PickledStorage(key, dtype, count);
    }
  }
  throw new AttganError(`${file} names a storage in a way that PyTorch does not.`);
}

function isCount(value: PickledValue | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isCounts(value: PickledValue | undefined): value is number[] {
  return Array.isArray(value) && value.length <= 8 && value.every(isCount);
}
