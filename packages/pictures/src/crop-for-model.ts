import type { Crop } from '@attgan/core';
import sharp from 'sharp';
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

async function square(picture: Picture, left: number, top: number, edge: number, size: number): Promise<Picture> {
  const { width, height, pixels } = picture;
  if (edge === size && width === size && height === size) return picture;
  const image = sharp(pixels, { raw: { width, height, channels: 3 } }).extract({
    left,
    top,
    width: edge,
    height: edge,
  });
  if (edge !== size) image.resize(size, size, { fit: 'fill', kernel: 'cubic' });
  const data = await image.raw().toBuffer();
  return { width: size, height: size, pixels: new Uint8Array(data.buffer, data.byteOffset, data.length) };
}
