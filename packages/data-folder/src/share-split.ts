import { createHash } from 'node:crypto';
import type { Split } from '@attgan/core';
import type { Shares } from './shares-option.ts';

/**
 * The split of a picture by the hash of its name: the same whatever other pictures there are, so that adding some moves
 * none. The first 48 bits of SHA-256 are taken as a fraction of the shares.
 */
export function shareSplit(name: string, [train, validation, test]: Shares): Split {
  const fraction = createHash('sha256').update(name).digest().readUIntBE(0, 6) / 2 ** 48;
  const place = fraction * (train + validation + test);
  if (place < train) return 'train';
  return place < train + validation ? 'validation' : 'test';
}
