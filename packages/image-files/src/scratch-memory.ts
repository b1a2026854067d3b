/** Buffers used again and again: fresh ones of some megabytes for each group would keep the garbage collector busy. */
export interface ScratchMemory {
  /** A buffer of `bytes` with any contents. */
  readonly take: (bytes: number) => Buffer;
  /** Gives a taken buffer back once nothing reads it any more. */
  readonly give: (buffer: Buffer) => void;
}

/** Most buffers kept for later. */
const KEPT = 8;

export function createScratchMemory(): ScratchMemory {
  const free: ArrayBuffer[] = [];
  const taken = new WeakMap<Buffer, ArrayBuffer>();
  return {
    take: (bytes) => {
      const found = free.findIndex((memory) => memory.byteLength >= bytes);
      const memory =
        found < 0 ? new ArrayBuffer(Math.ceil(bytes * 1.25)) : (free.splice(found, 1)[0] ?? new ArrayBuffer(bytes));
      const buffer = Buffer.from(memory, 0, bytes);
      taken.set(buffer, memory);
      return buffer;
    },
    give: (buffer) => {
      const memory = taken.get(buffer);
      if (memory === undefined) return;
      taken.delete(buffer);
      free.push(memory);
      free.sort((a, b) => a.byteLength - b.byteLength);
      if (free.length > KEPT) free.shift();
    },
  };
}
