import type { Share } from '@attgan/core';
import { communicator } from '@attgan/kernels';

/** The share of each batch that this process trains with. */
export function shareHere(): Share {
  const { task, size } = communicator();
  return { index: task, of: size };
}
