import { FINE_LINES } from './fine-lines.wasm.ts';

/** Bytes of a pixel: four floats. */
export const PIXEL = 16;

/** What is kept in the memory, one after the other. */
type Part = 'shares' | 'pixels' | 'layers' | 'widened' | 'added' | 'face';

interface Memory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

/** What is used of WebAssembly, whose types TypeScript has for pages alone. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
};

/** The functions of `fine-lines.wat`, which says what they take. */
interface Exports {
  readonly memory: Memory;
  blend(...given: number[]): void;
  composeLine(...given: number[]): void;
}

export interface FineMemory {
  readonly exports: Exports;
  /** Where each part begins, in bytes; a multiple of 16, and never 0. */
  readonly places: Readonly<Record<Part, number>>;
  readonly bytes: Uint8Array;
  readonly floats: Float32Array;
}

/** Bytes of a page of WebAssembly's memories. */
const PAGE = 65_536;

let instance: Exports | undefined;

/**
 * The one memory that lines are composed in, large enough for parts of so many bytes. It grows as faces ask for it and is used again, since a
 * new one for every picture would take longer to clear than to fill.
 */
export function openFineMemory(sizes: Readonly<Record<Part, number>>): FineMemory {
  instance ??= new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.from(atob(FINE_LINES), byteOf)))
    .exports as Exports;
  const { memory } = instance;
  let end = PIXEL;
  const places = Object.fromEntries(
    Object.entries(sizes).map(([part, size]) => {
      const start = end;
      end += Math.ceil(size / PIXEL) * PIXEL;
      return [part, start];
    }),
  ) as Record<Part, number>;
  const missing = end - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
  return { exports: instance, places, bytes: new Uint8Array(memory.buffer), floats: new Float32Array(memory.buffer) };
}

function byteOf(character: string): number {
  return character.charCodeAt(0);
}
