import { readFile } from 'node:fs/promises';
import { AttganError, messageOf } from '@attgan/core';
import { fileError } from '@attgan/formats';
import sharp from 'sharp';
import type { Picture } from './picture.ts';

/** 16384 x 16384: 800 MB of RGB. A small file may claim more. */
const LARGEST = 2 ** 28;

/**
 * Reads an image file of any common format: turned upright as its EXIF orientation says, transparency on white,
 * grey, CMYK and 16 bits as 8-bit sRGB, the first frame of an animation.
 * @throws AttganError in one line when it is missing, too large, damaged or no image.
 */
export async function loadPicture(path: string): Promise<Picture> {
  let bytes: Buffer;
  try {
    // Read here and not by sharp, which may answer from its cache when a file of that name has changed.
    bytes = await readFile(path);
  } catch (error) {
    throw fileError('read', path, error);
  }
  try {
    return await decodePicture(bytes);
  } catch (error) {
    throw new AttganError(`Cannot read ${path}: ${reason(messageOf(error))}.`, { cause: error });
  }
}

async function decodePicture(bytes: Buffer): Promise<Picture> {
  const { data, info } = await sharp(bytes, { limitInputPixels: LARGEST, failOn: 'error' })
    .autoOrient()
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  if (info.channels !== 3) throw new Error(`it has ${info.channels} channels after conversion to RGB`);
  return { width: info.width, height: info.height, pixels: new Uint8Array(data.buffer, data.byteOffset, data.length) };
}

function reason(message: string): string {
  if (/unsupported image format|is empty|Input Buffer is empty/i.test(message))
    return 'it is not an image that can be read';
  if (/pixel limit/.test(message)) return 'the image is too large, over 268 million pixels';
  const first = message.split('\n')[0] ?? '';
  return `the image is damaged (${first.replace(/\.$/, '')})`;
}
