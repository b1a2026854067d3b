import { AttganError } from '@attgan/core';
import type { ByteSource } from '../byte-source.ts';
import { PickleReader } from './pickle-reader.ts';
import type { PickledStorage, PickledValue } from './pickle-values.ts';
import { checkStorage, type StorageBytes } from './pickled-tensors.ts';
import { quote } from '../safetensors-header.ts';
import { unpickle } from './unpickle.ts';
import { zipEntries } from './zip-entries.ts';

/** A container that was read: the value that was saved, and where its storages lie. */
export interface PytorchContainer {
  readonly saved: PickledValue;
  readonly storage: StorageBytes;
}

/** What every zip archive begins with. */
export function isZip(source: ByteSource): boolean {
  return source.size >= 4 && source.read(0, 4).join() === '80,75,3,4';
}

/** The format of `torch.save` since PyTorch 1.6: `NAME/data.pkl`, and a file `NAME/data/KEY` for each storage. */
export function readZip(source: ByteSource): PytorchContainer {
  const entries = zipEntries(source);
  const pickle = [...entries].find(([name]) => /^[^/]+\/data\.pkl$/.test(name));
  if (pickle === undefined)
    throw new AttganError(`${source.name} is a zip archive, but not of PyTorch's: it has no data.pkl.`);
  const [name, { start, length }] = pickle;
  const folder = name.slice(0, -'data.pkl'.length);
  const order = entries.get(`${folder}byteorder`);
  if (order !== undefined && source.read(order.start, Math.min(order.length, 8)).join() !== LITTLE) {
    throw new AttganError(`${source.name} was saved on a big-endian machine. Save it again on a common one.`);
  }
  return {
    saved: unpickle(new PickleReader(source, start, length)).value,
    storage(storage: PickledStorage) {
      const entry = entries.get(`${folder}data/${storage.key}`);
      if (entry === undefined)
        throw new AttganError(`${source.name} is damaged: its storage ${quote(storage.key)} is missing.`);
      checkStorage(storage, entry.length, source.name);
      return () => source.read(entry.start, entry.length);
    },
  };
}

const LITTLE = new TextEncoder().encode('little').join();
