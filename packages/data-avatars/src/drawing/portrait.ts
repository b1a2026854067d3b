import type { Labels } from '../attributes.ts';
import { darken, HAIR, hex, skinColour } from '../colours.ts';
import type { Person } from '../person.ts';
import type { Scene } from '../scene.ts';

/** All that a picture shows. Drawing units are facesjs's: the head spans x 50..350 and y 100..500, its middle x = 200. */
export interface Portrait {
  readonly labels: Labels;
  readonly person: Person;
  readonly scene: Scene;
}

/** The colours that the parts of one portrait share, as SVG colours. */
export interface Palette {
  readonly skin: string;
  readonly skinLine: string;
  readonly wrinkle: string;
  readonly hair: string;
  readonly hairLine: string;
  readonly lip: string;
}

/** The hair colour is fixed by its class; eyebrows, beard and mustache share it. */
export function paletteOf({ labels, person }: Portrait): Palette {
  const skin = skinColour(person.skinTone, labels.Pale_Skin);
  const hair = labels.Black_Hair
    ? HAIR.Black_Hair
    : labels.Blond_Hair
      ? HAIR.Blond_Hair
      : labels.Brown_Hair
        ? HAIR.Brown_Hair
        : HAIR.none;
  return {
    skin: hex(skin),
    skinLine: hex(darken(skin, 0.55)),
    wrinkle: hex(darken(skin, 0.42)),
    hair: hex(hair),
    hairLine: hex(darken(hair, 0.45)),
    lip: labels.Male ? hex(darken(skinColour(person.skinTone, false), 0.62)) : '#d6304c',
  };
}

/** Draws `right`, made for the right half (x > 200), on both sides. */
export function mirrored(right: string): string {
  return `<g>${right}</g><g transform="translate(400 0) scale(-1 1)">${right}</g>`;
}

/** Stretches across as facesjs stretches the head of this person. */
export function headWidth(person: Person, content: string): string {
  const factor = 0.8 + 0.2 * person.fatness;
  return `<g transform="translate(${200 * (1 - factor)} 0) scale(${factor} 1)">${content}</g>`;
}
