import type { OpenModel } from '@attgan/experiment';
import { ALIGNED } from '@attgan/photos';
import type { Picture } from '@attgan/pictures';

/**
 * Whether a picture is taken as one face and cropped as in training, and not searched for faces: as asked, or by itself when it has the
 * shape of the training images, is no larger than what the model reads, or the model was not trained on aligned faces.
 */
export function isCrop(
  { width, height }: Picture,
  { editor: { card } }: OpenModel,
  align: 'face' | 'none' | undefined,
): boolean {
  if (align !== undefined) return align === 'none';
  const { crop } = card;
  if (crop === undefined || crop.width !== ALIGNED.width || crop.height !== ALIGNED.height) return true;
  const shaped = width === crop.width && height === crop.height;
  return shaped || Math.max(width, height) <= card.size;
}
