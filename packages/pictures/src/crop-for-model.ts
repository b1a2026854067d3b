import type { Crop } from '@attgan/core';
import { resizeSquare } from '#resize';
import type { Picture } from './picture.ts';

export interface CroppedPicture {
  /** `size` by `size` pixels. */
  readonly picture: Picture;
  /** What was done, for people: a phrase without a full stop. */
  readonly note: string;
}

/**
 * The square a model sees of a photo. A photo of exactly the shape that `crop` is meant for is cropped as the training
 * photos were; of any other the largest square in its middle is taken. Resized with a cubic kernel.
 */
export async function cropForModel(picture: Picture, size: number, crop?: Crop): Promise<CroppedPicture> {
  const { width, height } = picture;
  if (crop !== undefined && width === crop.width && height === crop.height) {
    return { picture: await square(picture, crop.x, crop.y, crop.edge, size), note: 'cropped as in training' };
  }
  const edge = Math.min(width, height);
  const [x, y] = [Math.floor((width - edge) / 2), Math.floor((height - edge) / 2)];
  const same = width === size && height === size;
  return {
    picture: await square(picture, x, y, edge, size),
    note: same ? 'used as it is' : `centred and resized from ${width}x${height}`,
  };
}

async function square(picture: Picture, x: number, y: number, edge: number, size: number): Promise<Picture> {
  if (edge === size && picture.width === size && picture.height === size) return picture;
  return resizeSquare(picture, { x, y, width: edge, height: edge }, size);
}
