import type { Dtype } from '../dtype.ts';

/** PyTorch's classes of storages, and what their elements are. */
export const STORAGES: ReadonlyMap<string, Dtype> = new Map([
  ['torch.FloatStorage', 'F32'],
  ['torch.HalfStorage', 'F16'],
  ['torch.BFloat16Storage', 'BF16'],
  ['torch.DoubleStorage', 'F64'],
  ['torch.LongStorage', 'I64'],
  ['torch.IntStorage', 'I32'],
  ['torch.ShortStorage', 'I16'],
  ['torch.CharStorage', 'I8'],
  ['torch.ByteStorage', 'U8'],
  ['torch.BoolStorage', 'BOOL'],
]);

/** The only functions that a file may call. None is run: each stands for the value that we make of its arguments. */
export const CALLABLE = [
  'collections.OrderedDict',
  'torch._utils._rebuild_tensor_v2',
  'torch._utils._rebuild_parameter',
];

/** A function or class that a file names, from the lists above. */
export class PickledName {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/** Elements that lie elsewhere in the file. */
export class PickledStorage {
  readonly key: string;
  readonly dtype: Dtype;
  /** How many elements the file says it has. */
  readonly count: number;
  constructor(key: string, dtype: Dtype, count: number) {
    this.key = key;
    this.dtype = dtype;
    this.count = count;
  }
}

/** A view of a storage, unchecked. */
export class PickledTensor {
  readonly storage: PickledStorage;
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  constructor(storage: PickledStorage, offset: number, shape: readonly number[], strides: readonly number[]) {
    this.storage = storage;
    this.offset = offset;
    this.shape = shape;
    this.strides = strides;
  }
}

/** What a pickle may hold. Dictionaries are maps, so that no key of theirs can reach a prototype. */
export type PickledValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | PickledName
  | PickledStorage
  | PickledTensor
  | PickledValue[]
  | Map<PickledValue, PickledValue>;
