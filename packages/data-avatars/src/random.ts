import type { RandomKey } from '@attgan/core';

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

/** The numbers that `key` means: the generator sfc32, which is quick enough to draw noise for every pixel. */
export function randomFrom([first, second]: RandomKey): Random {
  let [a, b, c, counter] = [first | 0, second | 0, first ^ second ^ 0x9e3779b9, 1];
  const bits = (): number => {
    const result = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + result;
    return result >>> 0;
  };
  for (let round = 0; round < 15; round++) bits();
  const next = (): number => bits() / 2 ** 32;
  return {
    bits,
    next,
    between: (low, high) => low + (high - low) * next(),
    pick: (items) => items[Math.floor(next() * items.length)] ?? items[0],
  };
}
