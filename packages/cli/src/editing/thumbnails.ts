import type { Picture } from '@attgan/pictures';
import sharp from 'sharp';

/** The picture, shrunk so that its longer side is at most `longest` pixels. */
export async function shrinkTo(picture: Picture, longest: number): Promise<Picture> {
  const factor = longest / Math.max(picture.width, picture.height);
  if (factor >= 1) return picture;
  return resized(
    picture,
    Math.max(1, Math.round(picture.width * factor)),
    Math.max(1, Math.round(picture.height * factor)),
  );
}

async function resized({ pixels, ...size }: Picture, width: number, height: number): Promise<Picture> {
  const data = await sharp(pixels, { raw: { ...size, channels: 3 }, limitInputPixels: false })
    .resize(width, height, { fit: 'fill' })
    .raw()
    .toBuffer();
  return { width, height, pixels: new Uint8Array(data.buffer, data.byteOffset, data.length) };
}
