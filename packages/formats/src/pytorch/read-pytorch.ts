import { AttganError } from '@attgan/core';
import type { ByteSource } from '../byte-source.ts';
import { quote } from '../safetensors-header.ts';
import type { StoredTensor } from '../parse-safetensors.ts';
import { PickledTensor, type PickledValue } from './pickle-values.ts';
import { storedTensor } from './pickled-tensors.ts';
import { isLegacy, readLegacy } from './pytorch-legacy.ts';
import { isZip, readZip, type PytorchContainer } from './pytorch-zip.ts';

/** Tensors by the names of a state dict. */
export type StateDict = ReadonlyMap<string, StoredTensor>;

/** The state dicts that a file holds by name, such as `G` and `D`; `''` is one that was saved bare. */
export type StateDicts = ReadonlyMap<string, StateDict>;

/** Whether the file begins as PyTorch's do, of either format. */
export function isPytorch(source: ByteSource): boolean {
  return isZip(source) || isLegacy(source);
}

/**
 * Reads a file of `torch.save`, of the zip format or the one before PyTorch 1.6. No code of the file is run, and values are read
 * only when a tensor is asked for them.
 * @param source must stay open as long as the tensors are used
 * @throws AttganError in one line for what is damaged, hostile or holds no tensors by name
 */
export function readPytorch(source: ByteSource): StateDicts {
  if (!isPytorch(source))
    throw new AttganError(`${source.name} is not a file of PyTorch: it begins as neither of its formats does.`);
  const container = isZip(source) ? readZip(source) : readLegacy(source);
  const { saved } = container;
  if (!(saved instanceof Map))
    throw new AttganError(`${source.name} holds no state dict: save one with torch.save(model.state_dict(), …).`);
  const bare = tensorsOf(saved);
  if (bare !== undefined) return new Map([['', stateDict(bare, container, source)]]);
  const dicts = new Map<string, StateDict>();
  for (const [name, value] of saved) {
    const tensors = value instanceof Map ? tensorsOf(value) : undefined;
    if (typeof name === 'string' && tensors !== undefined) dicts.set(name, stateDict(tensors, container, source));
  }
  if (dicts.size > 0) return dicts;
  const keys = [...saved.keys()].slice(0, 4).map((key) => quote(typeof key === 'string' ? key : typeof key));
  throw new AttganError(
    `${source.name} holds no state dict: its entries (${keys.join(', ')}) are not tensors by name.`,
  );
}

/** The entries of a dictionary of tensors alone; undefined for any other. */
function tensorsOf(value: Map<PickledValue, PickledValue>): readonly (readonly [string, PickledTensor])[] | undefined {
  const tensors: (readonly [string, PickledTensor])[] = [];
  for (const [name, tensor] of value) {
    if (typeof name !== 'string' || !(tensor instanceof PickledTensor)) return undefined;
    tensors.push([name, tensor]);
  }
  return tensors.length === 0 ? undefined : tensors;
}

/** Names without the prefix `module.` that training on several GPUs puts before them. */
function stateDict(
  tensors: readonly (readonly [string, PickledTensor])[],
  { storage }: PytorchContainer,
  { name: file }: ByteSource,
): StateDict {
  const dict = new Map<string, StoredTensor>();
  for (const [name, tensor] of tensors) {
    const plain = name.replace(/^module\./, '');
    if (dict.has(plain)) throw new AttganError(`${file} has the tensor ${quote(plain)} twice.`);
    dict.set(plain, storedTensor(tensor, name, file, storage));
  }
  return dict;
}
