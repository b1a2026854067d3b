import sharp from 'sharp';
import type { Picture } from '../picture.ts';
import type { Area } from '../resample.ts';

/** A square of a picture at the model's size, by sharp's cubic kernel as in training. */
export async function resizeSquare(picture: Picture, area: Area, size: number): Promise<Picture> {
  const { width, height, pixels } = picture;
  const image = sharp(pixels, { raw: { width, height, channels: 3 } }).extract({
    left: area.x,
    top: area.y,
    width: area.width,
    height: area.height,
  });
  if (area.width !== size) image.resize(size, size, { fit: 'fill', kernel: 'cubic' });
  const data = await image.raw().toBuffer();
  return { width: size, height: size, pixels: new Uint8Array(data.buffer, data.byteOffset, data.length) };
}
