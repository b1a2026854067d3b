import { uniform } from '@attgan/core';
import { mutated, mutationKey } from '../../packages/formats/src/testing/mutate.ts';
import { bytesOf, textOf, type FuzzTarget } from './target.ts';

/** What text formats turn on: ends of ranges, names that objects inherit, nesting, and what terminals obey. */
const WORDS = [
  ...'0 -1 1e9 1e308 1e999 9007199254740993 0.5 NaN null true "" [] {} [[]] {"a":1}'.split(' '),
  ...'"__proto__" "constructor" "toString" "hasOwnProperty" "../../../etc/passwd" "/dev/zero" "\\u0000"'.split(' '),
  ...`, : " ' { } [ ] *a &a !!js \\ \u001b[2J \u0000 \ufeff`.split(' '),
  '\r',
  '\n',
  '\t',
  '['.repeat(5000),
  '{"a":'.repeat(5000),
  '"x",'.repeat(3000),
  'x'.repeat(20_000),
];
/** What may be replaced as a whole. */
const WORD = /"(?:[^"\\]|\\.){0,80}"|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?|\w+|[^\s\w]/g;

/** Input number `number` of a target: one of its seeds with a few changes. Equal numbers give equal inputs. */
export function changedSeed({ name, seeds, text = false }: FuzzTarget, number: number): Uint8Array {
  const key = mutationKey(name, number);
  const [which = 0, kind = 0] = uniform(mutationKey(`${name}, seed`, number), 2);
  const seed = seeds[Math.floor(which * seeds.length)] as Uint8Array;
  if (!text || kind < 0.4) return mutated(seed, key);
  const changed = changedWords(textOf(seed), [...uniform(key, 16)]);
  return kind < 0.9 ? bytesOf(changed) : mutated(bytesOf(changed), key);
}

/** One to three words replaced, left out, repeated or exchanged. */
function changedWords(text: string, draws: number[]): string {
  const below = (bound: number): number => Math.floor((draws.shift() as number) * bound);
  const words = text.match(new RegExp(`${WORD.source}|\\s+`, 'g')) ?? [''];
  for (let change = below(3); change >= 0; change--) {
    const place = below(words.length);
    const other = below(words.length);
    const kind = below(4);
    if (kind === 0) words[place] = WORDS[below(WORDS.length)] as string;
    else if (kind === 1) words[place] = words[other] as string;
    else if (kind === 2) words.splice(Math.min(place, other), Math.min(Math.abs(place - other), 12));
    else words.splice(place, 0, ...words.slice(other, other + 1 + below(12)));
  }
  return words.join('');
}
