import { extname } from 'node:path';
import { AttganError } from '@attgan/core';
import { writeFileAtomically } from '@attgan/formats';
import sharp from 'sharp';
import type { Picture } from './picture.ts';

/** The picture as a PNG file: every pixel exact, equal pictures give equal bytes. */
export async function encodePng(picture: Picture): Promise<Buffer> {
  const { width, height, pixels } = picture;
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}

/** The picture as a WebP file for a page: a tenth of the size of the PNG, by eye nearly the same. Equal pictures give equal bytes. */
export async function encodeWebp(picture: Picture): Promise<Buffer> {
  const { width, height, pixels } = picture;
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .webp({ quality: 75, smartSubsample: true })
    .toBuffer();
}

/** Writes a PNG file atomically. @throws AttganError when writing fails. */
export async function savePng(path: string, picture: Picture): Promise<void> {
  await writeFileAtomically(path, await encodePng(picture));
}

/**
 * The picture as a file of the format that an ending names: .png (exact), .jpg or .jpeg (quality 95) or .webp (exact).
 * @param path of which only the ending counts
 * @throws AttganError for another ending
 */
export async function encodePicture(path: string, picture: Picture): Promise<Buffer> {
  const { width, height, pixels } = picture;
  const image = sharp(pixels, { raw: { width, height, channels: 3 } });
  const ending = extname(path).toLowerCase();
  if (ending === '.jpg' || ending === '.jpeg') image.jpeg({ quality: 95, chromaSubsampling: '4:4:4' });
  else if (ending === '.webp') image.webp({ lossless: true });
  else if (ending === '.png') image.png();
  else throw new AttganError(`${path}: pictures are written as .png, .jpg or .webp.`);
  return image.toBuffer();
}

/**
 * Writes the picture in the format that the file's ending names, as `encodePicture` does. The file is written atomically.
 * @throws AttganError for another ending, or when writing fails
 */
export async function savePicture(path: string, picture: Picture): Promise<void> {
  await writeFileAtomically(path, await encodePicture(path, picture));
}

export interface AnimationOptions {
  /** How long each frame is shown, milliseconds; 100 when absent. GIF counts in hundredths of a second. */
  readonly delayMs?: number;
  /** Forth and back again; otherwise it starts over after the last frame. */
  readonly pingpong?: boolean;
}

/**
 * A looping animation of pictures of the same size.
 * @throws RangeError when there are none or their sizes differ.
 */
export async function animate(
  pictures: readonly Picture[],
  format: 'gif' | 'webp',
  options: AnimationOptions = {},
): Promise<Buffer> {
  const { delayMs = 100, pingpong = false } = options;
  const frames = pingpong ? [...pictures, ...pictures.slice(1, -1).reverse()] : pictures;
  const [first] = frames;
  if (first === undefined) throw new RangeError('An animation needs at least one picture');
  const { width, height } = first;
  if (frames.some((frame) => frame.width !== width || frame.height !== height)) {
    throw new RangeError('The pictures of an animation must all have the same size');
  }
  const tower = Buffer.concat(frames.map((frame) => frame.pixels));
  const raw = { width, height: height * frames.length, channels: 3, pageHeight: height } as const;
  const delay = frames.map(() => Math.round(delayMs));
  const image = sharp(tower, { raw, limitInputPixels: false });
  return format === 'gif'
    ? image.gif({ delay, loop: 0 }).toBuffer()
    : image.webp({ delay, loop: 0, quality: 92 }).toBuffer();
}
