import type { Colour } from './colours.ts';
import type { Random } from './random.ts';

/** What a photographer would vary and an edit must leave alone. */
export interface Scene {
  /** The background runs from the first colour at the top to the second at the bottom. */
  readonly background: readonly [Colour, Colour];
  readonly clothing: Colour;
  /** Shift of the face, as shares of the picture's side. */
  readonly shift: readonly [number, number];
  readonly scale: number;
}

const BACKGROUNDS: readonly [Colour, ...Colour[]] = [
  [150, 202, 232],
  [178, 220, 190],
  [214, 196, 236],
  [244, 190, 190],
  [120, 172, 176],
  [196, 206, 214],
  [132, 150, 200],
  [238, 226, 206],
];
const CLOTHES: readonly [Colour, ...Colour[]] = [
  [58, 110, 190],
  [196, 62, 72],
  [70, 150, 96],
  [126, 82, 168],
  [60, 66, 84],
  [232, 232, 236],
  [38, 150, 160],
];

function jitter(random: Random, colour: Colour, amount: number): Colour {
  const move = (channel: number): number =>
    Math.round(Math.min(255, Math.max(0, channel + random.between(-amount, amount))));
  return [move(colour[0]), move(colour[1]), move(colour[2])];
}

export function sampleScene(random: Random): Scene {
  const top = jitter(random, random.pick(BACKGROUNDS), 14);
  return {
    background: [top, jitter(random, top, 34)],
    clothing: jitter(random, random.pick(CLOTHES), 16),
    shift: [random.between(-0.03, 0.03), random.between(-0.025, 0.025)],
    scale: random.between(0.96, 1.05),
  };
}
