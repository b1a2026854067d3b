/** A source of numbers in [0, 1), always the same ones for the same key. */
export interface Random {
  /** 32 random bits. */
  bits(): number;
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform in [low, high). */
  between(low: number, high: number): number;
  pick<T>(items: readonly [T, ...T[]]): T;
}

/** Spreads 32 bits so that neighbouring keys have nothing in common (the finaliser of MurmurHash3). */
function mix(value: number): number {
  let x = value | 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}

function hash(key: readonly number[], salt: number): number {
  return key.reduce((state, part) => mix(Math.imul(state, 31) + mix((part | 0) + 0x9e3779b9)), mix(salt));
}

/** Numbers that depend on `key` (integers) alone: sfc32, seeded by hashes of the key. */
export function randomFor(...key: readonly number[]): Random {
  let [a, b, c, counter] = [hash(key, 1), hash(key, 2), hash(key, 3), 1];
  const bits = (): number => {
    const result = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + result;
    return result >>> 0;
  };
  for (let round = 0; round < 12; round++) bits();
  const next = (): number => bits() / 2 ** 32;
  return {
    bits,
    next,
    between: (low, high) => low + (high - low) * next(),
    pick: (items) => items[Math.floor(next() * items.length)] ?? items[0],
  };
}
