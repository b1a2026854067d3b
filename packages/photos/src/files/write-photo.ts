import { dirname, extname } from 'node:path';
import { AttganError, messageOf } from '@attgan/core';
import { makeFolder, writeFileAtomically } from '@attgan/formats';
import type { Picture } from '@attgan/pictures';
import sharp, { type Sharp } from 'sharp';
import { markedXmp, type EditMark } from './edit-mark.ts';
import { PHOTO_FORMATS, type PhotoFile, type PhotoFormat } from './photo-file.ts';

const ENDINGS: Readonly<Record<string, PhotoFormat>> = {
  '.jpg': 'jpeg',
  '.jpeg': 'jpeg',
  '.png': 'png',
  '.webp': 'webp',
  '.tif': 'tiff',
  '.tiff': 'tiff',
  '.avif': 'avif',
};

/** Endings of files that photos are written to. */
export const PHOTO_ENDINGS: readonly string[] = Object.keys(ENDINGS);
const USUAL_ENDINGS: Readonly<Record<PhotoFormat, string>> = {
  jpeg: '.jpg',
  png: '.png',
  webp: '.webp',
  tiff: '.tif',
  avif: '.avif',
};

/** The photo's own ending where that says its format, otherwise the usual one. */
export function endingOf({ path, format }: Pick<PhotoFile, 'path' | 'format'>): string {
  const own = extname(path);
  return ENDINGS[own.toLowerCase()] === format ? own : USUAL_ENDINGS[format];
}

/**
 * An edited photo as a file of the format that the ending of `out` names. It keeps EXIF, the colour profile and, of JPEG files, the
 * quality; PNG, TIFF and, where the photo was that too, WebP are exact. A photo that was not changed and stays of its format is its own
 * bytes, without a mark.
 * @param out of which only the ending counts
 * @param edited of the photo's size
 * @param mark what the file says of itself in XMP; nothing when absent
 * @throws AttganError for another ending
 */
export async function encodePhoto(
  out: string,
  photo: PhotoFile,
  edited: Picture,
  mark?: EditMark,
): Promise<Uint8Array> {
  const format = ENDINGS[extname(out).toLowerCase()];
  if (format === undefined) throw new AttganError(`${out}: photos are written as ${PHOTO_FORMATS.join(', ')}.`);
  const unchanged = Buffer.compare(edited.pixels, photo.picture.pixels) === 0;
  if (unchanged && format === photo.format) return photo.bytes;
  try {
    return await encode(photo, edited, format, unchanged ? undefined : mark);
  } catch (error) {
    throw new AttganError(`Cannot write ${out}: ${messageOf(error).split('\n')[0]}.`, { cause: error });
  }
}

/**
 * Writes an edited photo as `encodePhoto` makes it, whole or not at all.
 * @throws AttganError for an ending of no such format, or when writing fails
 */
export async function writePhoto(out: string, photo: PhotoFile, edited: Picture, mark?: EditMark): Promise<void> {
  const bytes = await encodePhoto(out, photo, edited, mark);
  await makeFolder(dirname(out));
  await writeFileAtomically(out, bytes);
}

async function encode(photo: PhotoFile, edited: Picture, format: PhotoFormat, mark?: EditMark): Promise<Buffer> {
  const { width, height } = edited;
  const raw = { width, height, channels: 3 } as const;
  const keptColours = photo.converted === undefined || photo.depth16 === true;
  // The edited pixels laid over the whole file, since what begins with raw pixels takes no metadata along.
  let image = sharp(photo.bytes, { ignoreIcc: keptColours, limitInputPixels: false })
    .autoOrient()
    .composite([{ input: coloursOf(photo, edited), raw, blend: 'over' }])
    .removeAlpha();
  image = keptColours ? image.keepMetadata() : image.keepExif();
  if (mark !== undefined) image = image.withXmp(markedXmp(mark, photo.xmp));
  const alpha = photo.transparent?.alpha;
  if (alpha !== undefined && format !== 'jpeg') {
    const opaque = await image.tiff({ compression: 'none' }).toBuffer();
    image = sharp(opaque, { ignoreIcc: true, limitInputPixels: false })
      .joinChannel(Buffer.from(alpha), { raw: { width, height, channels: 1 } })
      .keepMetadata();
  }
  if (photo.grey && alpha === undefined) image = image.toColourspace('b-w');
  return encoded(image, photo, format).toBuffer();
}

function encoded(image: Sharp, photo: PhotoFile, format: PhotoFormat): Sharp {
  if (format === 'jpeg') {
    const { quality = 95, subsampling = '4:4:4' } = photo.jpeg ?? {};
    return image.jpeg({ quality, chromaSubsampling: subsampling });
  }
  if (format === 'webp') return photo.format === 'webp' ? image.webp({ quality: 92 }) : image.webp({ lossless: true });
  if (format === 'tiff') return image.tiff({ compression: 'lzw' });
  return format === 'avif' ? image.avif({ quality: 75 }) : image.png();
}

/** The pixels to write: where transparency was put on white, its own colours with what the edit changed. */
function coloursOf({ picture, transparent }: PhotoFile, { pixels }: Picture): Buffer {
  if (transparent === undefined) return Buffer.from(pixels.buffer, pixels.byteOffset, pixels.length);
  const { colours, alpha } = transparent;
  return Buffer.from(
    colours.map((colour, at) => {
      const opacity = alpha[Math.floor(at / 3)] as number;
      if (opacity === 0) return colour;
      const change = (pixels[at] as number) - (picture.pixels[at] as number);
      return Math.min(255, Math.max(0, Math.round(colour + (change * 255) / opacity)));
    }),
  );
}
