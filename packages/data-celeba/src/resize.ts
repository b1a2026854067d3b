import type { Resampling } from './crops.ts';

/*
 * Setting up a resize costs more than resizing one face, so squares are resized in one tall image. Between neighbours lie
 * copies of their edge rows, which is what the resizer itself assumes beyond an edge, and every square begins a whole
 * number of output rows below the last: so the pixels are those of resizing each alone.
 */

/** Resizes squares: [count, edge, edge, 3] in parts to [count, size, size, 3]. */
export type Resize = (squares: readonly Uint8Array[]) => Promise<Uint8Array>;

const KERNELS = { bicubic: 'cubic', lanczos3: 'lanczos3', linear: 'linear' } as const;
/** How far each kernel reaches, in output pixels. */
const REACH = { bicubic: 2, lanczos3: 3, linear: 1 } as const;

/** From this factor on, libvips first averages whole pixels, which would couple neighbours. */
const LARGEST_SHRINK = 4;

/** Rows from one square to the next, before and after resizing; undefined where squares must be resized one by one. */
export function stackPitch(
  edge: number,
  size: number,
  resample: Resampling,
): { readonly before: number; readonly after: number } | undefined {
  const shrink = edge / size;
  if (shrink <= 1 || shrink >= LARGEST_SHRINK) return undefined;
  const step = edge / commonDivisor(edge, size);
  const margin = Math.ceil(REACH[resample] * shrink) + 1;
  const before = Math.ceil((edge + 2 * margin) / step) * step;
  return { before, after: (before * size) / edge };
}

export async function createResize(edge: number, size: number, resample: Resampling): Promise<Resize> {
  const { default: sharp } = await import('sharp');
  const kernel = KERNELS[resample];
  const rowBytes = edge * 3;
  const imageBytes = size * size * 3;
  const pitch = stackPitch(edge, size, resample);

  const run = (pixels: Uint8Array, height: number, outHeight: number): Promise<Buffer> =>
    sharp(pixels, { raw: { width: edge, height, channels: 3 } })
      .resize(size, outHeight, { kernel, fit: 'fill' })
      .raw()
      .toBuffer();

  return async (squares) => {
    const result = new Uint8Array(squares.length * imageBytes);
    if (edge === size) {
      squares.forEach((square, index) => result.set(square, index * imageBytes));
    } else if (pitch === undefined) {
      for (const [index, square] of squares.entries()) result.set(await run(square, edge, size), index * imageBytes);
    } else if (squares.length > 0) {
      const tall = stack(squares, edge, pitch.before, rowBytes);
      const resized = await run(tall, pitch.before * squares.length, pitch.after * squares.length);
      for (let index = 0; index < squares.length; index++) {
        const start = index * pitch.after * size * 3;
        result.set(resized.subarray(start, start + imageBytes), index * imageBytes);
      }
    }
    return result;
  };
}

/** Squares below each other, `pitch` rows apart, with each one's edge rows repeated half-way to its neighbours. */
function stack(squares: readonly Uint8Array[], edge: number, pitch: number, rowBytes: number): Uint8Array {
  const tall = new Uint8Array(squares.length * pitch * rowBytes);
  const gap = pitch - edge;
  const above = Math.floor(gap / 2);
  squares.forEach((square, index) => {
    const top = index * pitch;
    tall.set(square, top * rowBytes);
    const first = square.subarray(0, rowBytes);
    const last = square.subarray((edge - 1) * rowBytes, edge * rowBytes);
    for (let row = 1; row <= above && index > 0; row++) tall.set(first, (top - row) * rowBytes);
    for (let row = 0; row < (index + 1 < squares.length ? gap - above : gap); row++) {
      tall.set(last, (top + edge + row) * rowBytes);
    }
  });
  return tall;
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}
