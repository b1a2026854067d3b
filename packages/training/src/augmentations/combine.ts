import { fold } from '@attgan/core';
import type { Augment, Augmentation } from './augmentation.ts';

/** The augmentation of an experiment that names none: images stay unchanged. */
export const unaugmented: Augmentation = { batch: (images) => images, critic: (images) => images };

/** Several augmentations as one, in their order. */
export function combine(
  parts: readonly { readonly of: keyof Augmentation; readonly augment: Augment }[],
): Augmentation {
  const inTurn =
    (of: keyof Augmentation): Augment =>
    (images, key) =>
      parts.reduce(
        (changed, part, index) => (part.of === of ? part.augment(changed, fold(key, index)) : changed),
        images,
      );
  return { batch: inTurn('batch'), critic: inTurn('critic') };
}
