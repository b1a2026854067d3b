import { fold, uniform, type RandomKey } from '@attgan/core';

/** Bytes that lengths, counts and opcodes turn on. */
const TELLING = [0, 1, 2, 0x28, 0x2e, 0x51, 0x52, 0x63, 0x7d, 0x7f, 0x80, 0xfe, 0xff];

/** One to four changes at random places: bytes replaced, turned, left out, repeated or moved, or the end cut off. Equal keys give equal bytes. */
export function mutated(bytes: Uint8Array, key: RandomKey): Uint8Array {
  const draws = uniform(key, 32);
  let at = 0;
  const below = (bound: number): number => Math.floor((draws[at++] as number) * bound);
  let result = Uint8Array.from(bytes);
  for (let change = below(4); change >= 0; change--) {
    const place = below(result.length);
    const length = Math.min(1 + below(16), result.length - place);
    const kind = below(7);
    if (kind === 0) result[place] = below(256);
    else if (kind === 1) result[place] = (result[place] ?? 0) ^ (1 << below(8));
    else if (kind === 2) result.fill(TELLING[below(TELLING.length)] as number, place, place + length);
    else if (kind === 3) result = Uint8Array.from([...result.subarray(0, place), ...result.subarray(place + length)]);
    else if (kind === 4) result = Uint8Array.from([...result.subarray(0, place + length), ...result.subarray(place)]);
    else if (kind === 5) result.copyWithin(below(result.length), place, place + length);
    else if (change === 0) result = result.slice(0, place);
  }
  return result;
}

/** The key of the mutation of this number, of a file of this name. */
export function mutationKey(name: string, number: number): RandomKey {
  return fold(fold([0, 0], name), number);
}
