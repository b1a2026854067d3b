import type { OpenModel } from '@attgan/experiment';
import { isCrop as isCropOf } from '@attgan/photos';
import type { Picture } from '@attgan/pictures';

/** Whether a picture is taken as one face and cropped as in training: as asked, or as `isCrop` of `@attgan/photos` tells. */
export function isCrop(picture: Picture, { editor: { card } }: OpenModel, align: 'face' | 'none' | undefined): boolean {
  return align === undefined ? isCropOf(picture, card) : align === 'none';
}
