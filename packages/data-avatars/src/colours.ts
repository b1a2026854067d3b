/** A colour as red, green and blue, 0..255. */
export type Colour = readonly [number, number, number];

/** `from` at 0, `to` at 1, straight between. */
export function blend(from: Colour, to: Colour, amount: number): Colour {
  const at = (channel: 0 | 1 | 2): number => Math.round(from[channel] + (to[channel] - from[channel]) * amount);
  return [at(0), at(1), at(2)];
}

export function darken(colour: Colour, amount: number): Colour {
  return blend(colour, [30, 12, 10], amount);
}

export function hex(colour: Colour): string {
  return `#${colour.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}

/** The ends of the ramp that everybody's own skin tone lies on. */
const SKIN_LIGHT: Colour = [236, 184, 142];
const SKIN_DARK: Colour = [164, 104, 72];
const PALE: Colour = [255, 246, 242];

/** Pale_Skin lightens by a fixed share, so that it can be undone: no pale tone lies on the ramp of own tones. */
export function skinColour(tone: number, pale: boolean): Colour {
  const own = blend(SKIN_LIGHT, SKIN_DARK, tone);
  return pale ? blend(own, PALE, 0.68) : own;
}

export const HAIR = {
  Black_Hair: [38, 34, 40],
  Blond_Hair: [246, 211, 92],
  Brown_Hair: [94, 54, 28],
  none: [203, 84, 32],
} as const satisfies Record<string, Colour>;
