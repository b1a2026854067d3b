// Random numbers as functions of a key: nothing to save, so a resumed run draws what an uninterrupted one draws.
// The generator is Threefry-2x32 with 20 rounds (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", 2011).

/** Names a stream of random numbers. */
export type RandomKey = readonly [number, number];

const ROTATIONS = [13, 15, 26, 6, 17, 29, 16, 24] as const;

/** Is told what is done with keys, so that what was drawn by one can be drawn again by another. */
export interface KeyWatcher {
  /** `fold(from, part)` gave `key`. */
  folded(key: RandomKey, from: RandomKey, part: string | number): void;
  /** Numbers are drawn. */
  drawn(): void;
}
let watcher: KeyWatcher | undefined;

/** Tells `by` of everything that `run` does with keys; nobody where undefined. */
export function watchKeys<T>(by: KeyWatcher | undefined, run: () => T): T {
  const before = watcher;
  watcher = by;
  try {
    return run();
  } finally {
    watcher = before;
  }
}

/** The two words that key and counter give, each an unsigned 32-bit integer. */
export function threefry(key: RandomKey, c0: number, c1: number): RandomKey {
  watcher?.drawn();
  return words(key, c0, c1);
}

function words([k0, k1]: RandomKey, c0: number, c1: number): RandomKey {
  const keys = [k0 | 0, k1 | 0, k0 ^ k1 ^ 0x1bd11bda] as const;
  let x0 = (c0 + keys[0]) | 0;
  let x1 = (c1 + keys[1]) | 0;
  for (let block = 0; block < 5; block++) {
    const first = (block & 1) * 4;
    for (let round = first; round < first + 4; round++) {
      const rotation = ROTATIONS[round] as number;
      x0 = (x0 + x1) | 0;
      x1 = ((x1 << rotation) | (x1 >>> (32 - rotation))) ^ x0;
    }
    x0 = (x0 + (keys[(block + 1) % 3] as number)) | 0;
    x1 = (x1 + (keys[(block + 2) % 3] as number) + block + 1) | 0;
  }
  return [x0 >>> 0, x1 >>> 0];
}

/** A key of its own for each path, e.g. `randomKey(seed, 'target labels', update)`. Seeds are any safe integers. */
export function randomKey(seed: number, ...path: readonly (string | number)[]): RandomKey {
  let key: RandomKey = words([seed >>> 0, Math.floor(seed / 2 ** 32) >>> 0], 0x61747467, 0x616e);
  for (const part of path) key = fold(key, part);
  return key;
}

/** A key derived from `key` by a name or a number. */
export function fold(key: RandomKey, part: string | number): RandomKey {
  const folded = typeof part === 'number' ? foldNumber(key, part) : foldText(key, part);
  watcher?.folded(folded, key, part);
  return folded;
}

function foldNumber(key: RandomKey, part: number): RandomKey {
  return words(key, part >>> 0, Math.floor(part / 2 ** 32) >>> 0);
}

function foldText(key: RandomKey, part: string): RandomKey {
  let folded = words(key, part.length, 0x73747269);
  for (let index = 0; index < part.length; index++) folded = words(folded, part.charCodeAt(index), index);
  return folded;
}

function fill(key: RandomKey, count: number, convert: (word: number) => number): Float32Array {
  watcher?.drawn();
  const values = new Float32Array(count);
  for (let index = 0; index < count; index += 2) {
    const [a, b] = words(key, index / 2, 0);
    values[index] = convert(a);
    if (index + 1 < count) values[index + 1] = convert(b);
  }
  return values;
}

/** `count` numbers uniform in [low, high). */
export function uniform(key: RandomKey, count: number, low = 0, high = 1): Float32Array {
  return fill(key, count, (word) => low + (high - low) * ((word >>> 8) / 2 ** 24));
}

/** `count` numbers from a normal distribution with this mean and standard deviation, by Box and Muller. */
export function normal(key: RandomKey, count: number, mean = 0, deviation = 1): Float32Array {
  watcher?.drawn();
  const values = new Float32Array(count);
  for (let index = 0; index < count; index += 2) {
    const [a, b] = words(key, index / 2, 1);
    const radius = deviation * Math.sqrt(-2 * Math.log((a + 1) / 2 ** 32));
    const angle = (2 * Math.PI * b) / 2 ** 32;
    values[index] = mean + radius * Math.cos(angle);
    if (index + 1 < count) values[index + 1] = mean + radius * Math.sin(angle);
  }
  return values;
}

/** The numbers 0 … count − 1 in random order (Fisher and Yates). */
export function permutation(key: RandomKey, count: number): number[] {
  watcher?.drawn();
  const order = Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last--) {
    const [word] = words(key, last, 2);
    const other = Math.floor((word / 2 ** 32) * (last + 1));
    [order[last], order[other]] = [order[other] as number, order[last] as number];
  }
  return order;
}
