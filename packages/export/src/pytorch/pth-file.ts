import { zipSync, type Zippable } from 'fflate';
import type { ShapedValues } from '@attgan/nets';
import { createPickle, type Pickle } from './pickle.ts';
import type { StateDict } from './state-dicts.ts';

/** What PyTorch's zip container calls its folder. Any name will do. */
const FOLDER = 'attgan';

/**
 * The bytes of a file that `torch.load` reads as a dictionary of state dicts, with `weights_only` too: a zip archive that is not
 * compressed, of a pickle and a file for each tensor's values. Everything is float32 and on the CPU.
 */
export function pthFile(dicts: ReadonlyMap<string, StateDict>): Uint8Array {
  const pickle = createPickle();
  const storages: Uint8Array[] = [];
  pickle.dictionary([...dicts], (dict) => {
    pickle.orderedDictionary([...dict], (tensor) => {
      writeTensor(pickle, tensor, storages.length);
      const { buffer, byteOffset, byteLength } = tensor.values;
      storages.push(new Uint8Array(buffer, byteOffset, byteLength));
    });
  });
  const entries: Zippable = { [`${FOLDER}/data.pkl`]: pickle.finish() };
  storages.forEach((bytes, index) => (entries[`${FOLDER}/data/${index}`] = bytes));
  entries[`${FOLDER}/byteorder`] = new TextEncoder().encode('little');
  entries[`${FOLDER}/version`] = new TextEncoder().encode('3\n');
  return zipSync(entries, { level: 0, mtime: new Date(1980, 0, 1) });
}

/** `torch._utils._rebuild_tensor_v2(storage, offset, size, stride, requires_grad, hooks)`. */
function writeTensor(pickle: Pickle, { shape, values }: ShapedValues, storage: number): void {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, edge) => product * edge, 1));
  pickle.call('torch._utils', '_rebuild_tensor_v2', () => {
    pickle.persistent(() => {
      pickle.text('storage');
      pickle.global('torch', 'FloatStorage');
      pickle.text(String(storage));
      pickle.text('cpu');
      pickle.integer(values.length);
    });
    pickle.integer(0);
    pickle.integers(shape);
    pickle.integers(strides);
    pickle.no();
    pickle.orderedDictionary([], () => undefined);
  });
}
