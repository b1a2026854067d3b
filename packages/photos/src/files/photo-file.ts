import { AttganError, messageOf } from '@attgan/core';
import { readWholeFile } from '@attgan/formats';
import { overPixelLimit, pixelLimit, type Picture } from '@attgan/pictures';
import sharp, { type Metadata } from 'sharp';
import { jpegQuality } from './jpeg-quality.ts';

/** Formats that photos are written in. */
export const PHOTO_FORMATS = ['jpeg', 'png', 'webp', 'tiff', 'avif'] as const;
export type PhotoFormat = (typeof PHOTO_FORMATS)[number];

/** A photo as it was found, and its pixels. */
export interface PhotoFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  /** Upright, 8-bit, in the photo's own RGB; transparency on white. */
  readonly picture: Picture;
  /** Own pixels before transparency was put on white; absent for pictures without it. */
  readonly transparent?: { readonly colours: Uint8Array; readonly alpha: Uint8Array };
  /** What it is written as again; PNG for formats that are only read. */
  readonly format: PhotoFormat;
  readonly grey: boolean;
  /** Of JPEG files: quality as the usual encoders count it, and whether colours are at full resolution. */
  readonly jpeg?: { readonly quality: number; readonly subsampling: string };
  /** What it says of itself in XMP. */
  readonly xmp?: string;
  /** Why its pixels could not be kept as they are. A phrase for people. */
  readonly converted?: string;
  /** Whether 16 bits became 8, in the same colours. */
  readonly depth16?: boolean;
}

/**
 * Reads a photo of any common format: turned upright as its EXIF orientation says, the first frame of an animation. RGB and grey stay in
 * the photo's own colour space, so that nothing is lost where nothing is edited; CMYK becomes sRGB.
 * @throws AttganError in one line when it is missing, too large, damaged or no image
 */
export async function readPhoto(path: string): Promise<PhotoFile> {
  return decodePhoto(path, await readWholeFile(path));
}

/**
 * The same of bytes that were read before, for example from an archive.
 * @param path what messages call it, and whose ending it keeps
 * @throws AttganError in one line when it is too large, damaged or no image
 */
export async function decodePhoto(path: string, bytes: Buffer): Promise<PhotoFile> {
  try {
    return await decode(path, bytes);
  } catch (error) {
    throw new AttganError(`Cannot read ${path}: ${reason(messageOf(error), bytes.length)}.`, { cause: error });
  }
}

async function decode(path: string, bytes: Buffer): Promise<PhotoFile> {
  const metadata = await sharp(bytes, { limitInputPixels: pixelLimit(bytes.length) }).metadata();
  if (metadata.format === 'svg') throw new Error('unsupported image format');
  const foreign = metadata.space === 'cmyk' || metadata.space === 'lab';
  const image = sharp(bytes, {
    limitInputPixels: pixelLimit(bytes.length),
    failOn: 'error',
    ignoreIcc: !foreign,
  }).autoOrient();
  const { data, info } = await image
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  if (channels !== 3 && channels !== 4) throw new Error(`it has ${channels} channels after conversion to RGB`);
  const pixels = new Uint8Array(data.buffer, data.byteOffset, data.length);
  const format =
    PHOTO_FORMATS.find((known) => known === metadata.format) ?? (metadata.compression === 'av1' ? 'avif' : 'png');
  return {
    path,
    bytes,
    ...(channels === 4 ? flatten(pixels, width, height) : { picture: { width, height, pixels } }),
    format,
    grey: metadata.space === 'b-w' || metadata.space === 'grey16',
    ...(format === 'jpeg' && {
      jpeg: {
        quality: jpegQuality(bytes) ?? 92,
        subsampling: metadata.chromaSubsampling === '4:4:4' ? '4:4:4' : '4:2:0',
      },
    }),
    ...(metadata.xmpAsString !== undefined && { xmp: metadata.xmpAsString }),
    ...conversion(metadata, foreign),
  };
}

function conversion({ space, depth }: Metadata, foreign: boolean): Pick<PhotoFile, 'converted' | 'depth16'> {
  if (foreign) return { converted: `${space.toUpperCase()} became sRGB` };
  return depth === 'ushort' || depth === 'float' ? { converted: '16 bits became 8', depth16: true } : {};
}

function flatten(pixels: Uint8Array, width: number, height: number): Pick<PhotoFile, 'picture' | 'transparent'> {
  const count = width * height;
  const [shown, colours, alpha] = [new Uint8Array(count * 3), new Uint8Array(count * 3), new Uint8Array(count)];
  for (let pixel = 0; pixel < count; pixel++) {
    const opacity = pixels[pixel * 4 + 3] as number;
    alpha[pixel] = opacity;
    for (let channel = 0; channel < 3; channel++) {
      const colour = pixels[pixel * 4 + channel] as number;
      colours[pixel * 3 + channel] = colour;
      shown[pixel * 3 + channel] = Math.round((colour * opacity + 255 * (255 - opacity)) / 255);
    }
  }
  return { picture: { width, height, pixels: shown }, transparent: { colours, alpha } };
}

function reason(message: string, bytes: number): string {
  if (/unsupported image format|is empty/i.test(message)) return 'it is not an image that can be read';
  if (/pixel limit/.test(message)) return overPixelLimit(bytes);
  const first = message.split('\n')[0] ?? '';
  return `the image is damaged (${first.replace(/\.$/, '')})`;
}
