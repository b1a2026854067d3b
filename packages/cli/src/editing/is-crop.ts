import type { OpenModel } from '@attgan/experiment';
import type { Picture } from '@attgan/pictures';

/**
 * Whether a picture is taken as one face and cropped as in training, and not searched for faces: as asked, or by itself when it has the
 * shape of the training images or is no larger than what the model reads.
 */
export function isCrop(
  { width, height }: Picture,
  { editor: { card } }: OpenModel,
  align: 'face' | 'none' | undefined,
): boolean {
  if (align !== undefined) return align === 'none';
  const shaped = card.crop?.width === width && card.crop.height === height;
  return shaped || Math.max(width, height) <= card.size;
}
