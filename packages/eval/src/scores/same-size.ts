import type { Picture } from '@attgan/pictures';

/** @throws RangeError unless the pictures are equally large. */
export function assertSameSize(a: Picture, b: Picture): void {
  if (a.width !== b.width || a.height !== b.height) {
    throw new RangeError(`${a.width}x${a.height} cannot be compared with ${b.width}x${b.height}`);
  }
}
