import { stat } from 'node:fs/promises';
import { withByteSource, type ByteSource } from '@attgan/formats';

/** Whether there is a file, and what its bytes say. */
export async function readsFile(path: string, recognise: (source: ByteSource) => boolean): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined || !found.isFile()) return false;
  return withByteSource(path, recognise).catch(() => false);
}
