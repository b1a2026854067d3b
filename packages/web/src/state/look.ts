import { rivalsOf, type Change } from '@attgan/core';
import type { FaceInfo, ModelInfo } from '../worker/protocol.ts';

// What the sliders of one face mean. A slider at 0 leaves the attribute as the photo has it; at 1 it is fully on, at −1 fully off.

/** Where the sliders of a face stand, [attributes] in [−1, 1]. */
export type Look = readonly number[];

type Attributes = Pick<ModelInfo, 'attributes' | 'exclusive'>;
type Read = Pick<FaceInfo, 'labels' | 'intensities'>;

export function untouched({ attributes }: Pick<ModelInfo, 'attributes'>): Look {
  return attributes.map(() => 0);
}

/**
 * The degree that a slider asks for, from −1 (off) to 1 (on). The way to either end begins at the face's own code, so that a slider near 0
 * changes next to nothing.
 * @param strength factor on the codes of edited attributes
 */
export function degreeOf(value: number, attribute: number, { labels, intensities }: Read, strength: number): number {
  const sign = labels[attribute] === 1 ? 1 : -1;
  const own = Math.min(Math.max((sign * (intensities?.[attribute] ?? 1)) / strength, -1), 1);
  return value > 0 ? own + value * (1 - own) : own - value * (-1 - own);
}

/** What the sliders ask of the face. */
export function changesOf(look: Look, { attributes }: Attributes, face: Read, strength: number): Change[] {
  return look.flatMap((value, index) =>
    value === 0 ? [] : [{ attribute: attributes[index] as string, value: degreeOf(value, index, face, strength) }],
  );
}

/** The look with one slider moved. Of a group of which one at most can hold, no two are asked to be on. */
export function moveSlider(
  look: Look,
  index: number,
  value: number,
  { attributes, exclusive }: Attributes,
  face: Read,
  strength: number,
): Look {
  const rises = value !== 0 && degreeOf(value, index, face, strength) > 0;
  const rivals = rises ? rivalsOf(index, attributes, exclusive) : [];
  return look.map((before, other) => {
    if (other === index) return value;
    const clashes = rivals.includes(other) && before !== 0 && degreeOf(before, other, face, strength) > 0;
    return clashes ? 0 : before;
  });
}

/**
 * Where the sliders are shown: where they stand, and those of attributes that fade because another of their group comes, as far as they
 * have faded.
 */
export function shownLook(look: Look, { attributes, exclusive }: Attributes, face: Read, strength: number): Look {
  return look.map((value, index) => {
    if (value !== 0 || face.labels[index] !== 1) return value;
    const coming = rivalsOf(index, attributes, exclusive).map((rival) => {
      const moved = look[rival] as number;
      return moved === 0 ? 0 : Math.max(0, degreeOf(moved, rival, face, strength));
    });
    return -Math.max(0, ...coming);
  });
}
