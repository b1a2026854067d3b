import type { ModelCard } from '@attgan/formats';
import type { Picture } from '@attgan/pictures';
import { ALIGNED } from '../geometry/aligned-frame.ts';

/**
 * Whether a picture is taken as one face and cropped as in training, and not searched for faces: it has the shape of the training
 * images, is no larger than what the model reads, or the model was not trained on aligned faces.
 */
export function isCrop({ width, height }: Omit<Picture, 'pixels'>, { crop, size }: ModelCard): boolean {
  if (crop === undefined || crop.width !== ALIGNED.width || crop.height !== ALIGNED.height) return true;
  const shaped = width === crop.width && height === crop.height;
  return shaped || Math.max(width, height) <= size;
}
