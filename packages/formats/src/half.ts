const floats = new Float32Array(1);
const bits = new Uint32Array(floats.buffer);

/** The IEEE 754 binary16 pattern nearest to `value`, ties to even; too large becomes an infinity, NaN stays NaN. */
export function floatToHalf(value: number): number {
  floats[0] = value;
  const pattern = bits[0] as number;
  const sign = (pattern >>> 16) & 0x8000;
  const magnitude = pattern & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00 | ((magnitude >>> 13) & 0x3ff);
  if (magnitude >= 0x47800000) return sign | 0x7c00;
  if (magnitude >= 0x38800000) {
    // Normal: move the exponent's bias from 127 to 15. A carry out of the fraction rightly reaches the exponent.
    const rebased = magnitude - 0x38000000;
    return sign | ((rebased + 0xfff + ((rebased >>> 13) & 1)) >>> 13);
  }
  // Subnormal: count units of 2^-24.
  const shift = 126 - (magnitude >>> 23);
  if (shift > 24) return sign;
  const fraction = (magnitude & 0x7fffff) | 0x800000;
  const units = fraction >>> shift;
  const rest = fraction & ((1 << shift) - 1);
  const tie = 1 << (shift - 1);
  const up = rest > tie || (rest === tie && (units & 1) === 1);
  return sign | (up ? units + 1 : units);
}

/** The value of an IEEE 754 binary16 pattern (0..65535). Exact. */
export function halfToFloat(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >>> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}

let table: Float32Array | undefined;

/** Every pattern's value at once: a table of all 65,536 is made on first use. */
export function halvesToFloats(halves: Uint16Array): Float32Array {
  table ??= Float32Array.from({ length: 65_536 }, (_, half) => halfToFloat(half));
  const values = new Float32Array(halves.length);
  for (let i = 0; i < halves.length; i++) values[i] = table[halves[i] as number] as number;
  return values;
}

/** bfloat16 patterns are the upper halves of float32 patterns. Exact. */
export function bfloat16sToFloats(patterns: Uint16Array): Float32Array {
  const words = new Uint32Array(patterns.length);
  for (let i = 0; i < patterns.length; i++) words[i] = (patterns[i] as number) << 16;
  return new Float32Array(words.buffer);
}
