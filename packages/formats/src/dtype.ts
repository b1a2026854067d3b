import { bfloat16sToFloats, halvesToFloats } from './half.ts';

interface DtypeFormat {
  /** Bytes an element takes. */
  readonly bytes: number;
  /** `buffer` holds the elements alone, little-endian as every platform that runs tfjs is. */
  readonly toFloats: (buffer: ArrayBuffer) => Float32Array;
}

const fromBigInts = (values: BigInt64Array | BigUint64Array): Float32Array => Float32Array.from(values, Number);

const FORMATS = {
  F32: { bytes: 4, toFloats: (buffer) => new Float32Array(buffer) },
  F16: { bytes: 2, toFloats: (buffer) => halvesToFloats(new Uint16Array(buffer)) },
  BF16: { bytes: 2, toFloats: (buffer) => bfloat16sToFloats(new Uint16Array(buffer)) },
  F64: { bytes: 8, toFloats: (buffer) => Float32Array.from(new Float64Array(buffer)) },
  I64: { bytes: 8, toFloats: (buffer) => fromBigInts(new BigInt64Array(buffer)) },
  U64: { bytes: 8, toFloats: (buffer) => fromBigInts(new BigUint64Array(buffer)) },
  I32: { bytes: 4, toFloats: (buffer) => Float32Array.from(new Int32Array(buffer)) },
  U32: { bytes: 4, toFloats: (buffer) => Float32Array.from(new Uint32Array(buffer)) },
  I16: { bytes: 2, toFloats: (buffer) => Float32Array.from(new Int16Array(buffer)) },
  U16: { bytes: 2, toFloats: (buffer) => Float32Array.from(new Uint16Array(buffer)) },
  I8: { bytes: 1, toFloats: (buffer) => Float32Array.from(new Int8Array(buffer)) },
  U8: { bytes: 1, toFloats: (buffer) => Float32Array.from(new Uint8Array(buffer)) },
  BOOL: { bytes: 1, toFloats: (buffer) => Float32Array.from(new Uint8Array(buffer), (byte) => (byte === 0 ? 0 : 1)) },
} as const satisfies Record<string, DtypeFormat>;

/** The element types of safetensors files that we read. */
export type Dtype = keyof typeof FORMATS;

export const DTYPES = Object.keys(FORMATS) as readonly Dtype[];

export function isDtype(name: string): name is Dtype {
  return Object.hasOwn(FORMATS, name);
}

export function bytesOf(dtype: Dtype): number {
  return FORMATS[dtype].bytes;
}

/** The elements as float32 in memory of their own; F64 and wide integers are rounded. */
export function toFloats(dtype: Dtype, bytes: Uint8Array): Float32Array {
  return FORMATS[dtype].toFloats(new Uint8Array(bytes).buffer);
}
