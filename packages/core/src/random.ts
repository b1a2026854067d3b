// Random numbers as functions of a key: nothing to save, so a resumed run draws what an uninterrupted one draws.
// The generator is Threefry-2x32 with 20 rounds (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", 2011).

/** Names a stream of random numbers; with a share, that part of the stream which falls to one of several processes. */
export type RandomKey = readonly [number, number, share?: Share];

/** Of what several processes draw together, the part of one: they draw equally many numbers, one after the other. */
export interface Share {
  /** Which of the processes, from 0. */
  readonly index: number;
  /** How many there are. */
  readonly of: number;
}

const WHOLE: Share = { index: 0, of: 1 };

/**
 * The key by which a process draws its share: what `uniform` and `normal` give to all processes, one after the other, is what the
 * key without a share gives at once. Keys folded from it keep the share.
 */
export function sharedKey([k0, k1]: RandomKey, share: Share): RandomKey {
  return share.of === 1 ? [k0, k1] : [k0, k1, share];
}

/** The share that a key draws; the whole where it has none. */
export function shareOf([, , share = WHOLE]: RandomKey): Share {
  return share;
}

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
  const folded = sharedKey(typeof part === 'number' ? foldNumber(key, part) : foldText(key, part), shareOf(key));
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

/** Calls `put` with each pair of words of the key's share, and where what they give belongs among `count` numbers. */
function eachPair(
  key: RandomKey,
  count: number,
  stream: number,
  put: (first: number, second: number, at: number) => void,
): void {
  watcher?.drawn();
  const start = shareOf(key).index * count;
  for (let at = start - (start % 2); at < start + count; at += 2) {
    const [first, second] = words(key, at / 2, stream);
    put(first, second, at - start);
  }
}

/** `count` numbers uniform in [low, high). */
export function uniform(key: RandomKey, count: number, low = 0, high = 1): Float32Array {
  const values = new Float32Array(count);
  const convert = (word: number): number => low + (high - low) * ((word >>> 8) / 2 ** 24);
  // What belongs before the first or after the last is not written: typed arrays ignore such places.
  eachPair(key, count, 0, (first, second, at) => {
    values[at] = convert(first);
    values[at + 1] = convert(second);
  });
  return values;
}

/** `count` numbers from a normal distribution with this mean and standard deviation, by Box and Muller. */
export function normal(key: RandomKey, count: number, mean = 0, deviation = 1): Float32Array {
  const values = new Float32Array(count);
  eachPair(key, count, 1, (first, second, at) => {
    const radius = deviation * Math.sqrt(-2 * Math.log((first + 1) / 2 ** 32));
    const angle = (2 * Math.PI * second) / 2 ** 32;
    values[at] = mean + radius * Math.cos(angle);
    values[at + 1] = mean + radius * Math.sin(angle);
  });
  return values;
}

/**
 * The numbers 0 … count − 1 in random order (Fisher and Yates). Keys with different shares give orders of their own, because each
 * process has rows of its own; `permutationShare` orders the rows of all.
 */
export function permutation(key: RandomKey, count: number): number[] {
  const { index, of } = shareOf(key);
  return shuffled(of === 1 ? key : foldNumber(key, index), count);
}

/**
 * The part that falls to the key's share of one permutation of all processes' rows, of which each has `count`: numbers from 0 to
 * count · processes − 1. By a key without a share it is the whole permutation.
 */
export function permutationShare(key: RandomKey, count: number): number[] {
  const { index, of } = shareOf(key);
  return shuffled(key, count * of).slice(index * count, (index + 1) * count);
}

function shuffled(key: RandomKey, count: number): number[] {
  watcher?.drawn();
  const numbers = Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last--) {
    const [word] = words(key, last, 2);
    const other = Math.floor((word / 2 ** 32) * (last + 1));
    [numbers[last], numbers[other]] = [numbers[other] as number, numbers[last] as number];
  }
  return numbers;
}
