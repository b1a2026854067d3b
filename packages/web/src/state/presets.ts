import type { FaceInfo, ModelInfo } from '../worker/protocol.ts';
import { moveSlider, untouched, type Look } from './look.ts';

/** A look with a name, as positions of sliders from −1 to 1. */
export interface Preset {
  /** Its title is in `strings.ts`. */
  readonly name: 'golden' | 'raven' | 'professor' | 'fresh' | 'grown';
  readonly sliders: Readonly<Record<string, number>>;
}

export const PRESETS: readonly Preset[] = [
  { name: 'golden', sliders: { Blond_Hair: 1, Bangs: 0.8 } },
  { name: 'raven', sliders: { Black_Hair: 1, Pale_Skin: 0.7, Bushy_Eyebrows: 0.4 } },
  { name: 'professor', sliders: { Eyeglasses: 1, Mustache: 0.8, Young: -0.8 } },
  { name: 'fresh', sliders: { Young: 1, No_Beard: 1, Mouth_Slightly_Open: 0.7 } },
  { name: 'grown', sliders: { Young: -1 } },
];

/** Those of which the model has every attribute. */
export function presetsFor({ attributes }: Pick<ModelInfo, 'attributes'>): readonly Preset[] {
  return PRESETS.filter(({ sliders }) => Object.keys(sliders).every((name) => attributes.includes(name)));
}

/** The sliders of a face as named, all others in the middle. Attributes that the model lacks are left out. */
export function namedLook(
  sliders: Readonly<Record<string, number>>,
  model: Pick<ModelInfo, 'attributes' | 'exclusive'>,
  face: Pick<FaceInfo, 'labels' | 'intensities'>,
  strength: number,
): Look {
  return Object.entries(sliders).reduce((look, [name, value]) => {
    const index = model.attributes.indexOf(name);
    return index < 0 ? look : moveSlider(look, index, value, model, face, strength);
  }, untouched(model));
}
