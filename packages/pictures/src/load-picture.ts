import { AttganError, messageOf } from '@attgan/core';
import { readWholeFile } from '@attgan/formats';
import sharp from 'sharp';
import type { Picture } from './picture.ts';
import { overPixelLimit, pixelLimit } from './pixel-limit.ts';

/**
 * Reads an image of any common format, a file by its path or its bytes: turned upright as its EXIF orientation says,
 * transparency on white, grey, CMYK and 16 bits as 8-bit sRGB, the first frame of an animation.
 * @throws AttganError in one line when it is missing, too large, damaged or not an image.
 */
export async function loadPicture(source: string | Uint8Array): Promise<Picture> {
  // Read here and not by sharp, which may answer from its cache when a file of that name has changed.
  const bytes = typeof source === 'string' ? await readWholeFile(source) : source;
  try {
    return await decodePicture(bytes);
  } catch (error) {
    const name = typeof source === 'string' ? source : 'the image';
    throw new AttganError(`Cannot read ${name}: ${reason(messageOf(error), bytes.length)}.`, { cause: error });
  }
}

async function decodePicture(bytes: Uint8Array): Promise<Picture> {
  const { data, info } = await sharp(bytes, { limitInputPixels: pixelLimit(bytes.length), failOn: 'error' })
    .autoOrient()
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  if (info.channels !== 3) throw new Error(`it has ${info.channels} channels after conversion to RGB`);
  return { width: info.width, height: info.height, pixels: new Uint8Array(data.buffer, data.byteOffset, data.length) };
}

function reason(message: string, bytes: number): string {
  if (/unsupported image format|is empty|Input Buffer is empty/i.test(message))
    return 'it is not an image that can be read';
  if (/pixel limit/.test(message)) return overPixelLimit(bytes);
  const first = message.split('\n')[0] ?? '';
  return `the image is damaged (${first.replace(/\.$/, '')})`;
}
