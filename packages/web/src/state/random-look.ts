import type { FaceInfo, ModelInfo } from '../worker/protocol.ts';
import { moveSlider, untouched, type Look } from './look.ts';

/** Attributes that a surprise changes. */
const CHANGED = 2;

/** A few attributes turned to what the face does not show. @param random as Math.random */
export function randomLook(model: ModelInfo, face: FaceInfo, strength: number, random: () => number): Look {
  let look = untouched(model);
  const left = model.attributes.map((_, index) => index);
  for (let count = 0; count < CHANGED && left.length > 0; count++) {
    const [index] = left.splice(Math.floor(random() * left.length), 1) as [number];
    look = moveSlider(look, index, face.labels[index] === 1 ? -1 : 1, model, face, strength);
  }
  return look;
}
