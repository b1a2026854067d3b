import { AttganError } from '@attgan/core';
import type { Picture } from '@attgan/pictures';

/** Canvases of browsers end near here; 16384 × 16384 is what the command line takes. */
const LARGEST_SIDE = 16_384;
const LARGEST = 2 ** 27;

/**
 * Reads an image that the browser can read: upright as its EXIF orientation says, sRGB, transparency on white.
 * @param name of the file, for messages
 * @throws AttganError in one line when it is damaged, too large or no image
 */
export async function decodePhoto(file: Blob, name: string): Promise<Picture> {
  if (file.size === 0) throw new AttganError(`${name} is empty.`);
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch((error: unknown) => {
    throw new AttganError(`${name} cannot be read: it is damaged, or not an image that this browser knows.`, {
      cause: error,
    });
  });
  try {
    const { width, height } = bitmap;
    if (Math.max(width, height) > LARGEST_SIDE || width * height > LARGEST) {
      throw new AttganError(`${name} is too large: ${width} by ${height} pixels, over 134 million.`);
    }
    return pixelsOf(bitmap);
  } finally {
    bitmap.close();
  }
}

/** Pieces that are copied at a time, so that a large photo is not in memory three times. */
const ROWS = 256;

function pixelsOf(bitmap: ImageBitmap): Picture {
  const { width, height } = bitmap;
  const pixels = new Uint8Array(width * height * 3);
  const canvas = new OffscreenCanvas(width, Math.min(ROWS, height));
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
  if (context === null) throw new AttganError('This browser gives no canvas to read photos with.');
  for (let top = 0; top < height; top += ROWS) {
    const rows = Math.min(ROWS, height - top);
    context.fillStyle = '#fff';
    context.fillRect(0, 0, width, rows);
    context.drawImage(bitmap, 0, top, width, rows, 0, 0, width, rows);
    const { data } = context.getImageData(0, 0, width, rows);
    for (let from = 0, to = top * width * 3; from < data.length; from += 4, to += 3) {
      pixels[to] = data[from] as number;
      pixels[to + 1] = data[from + 1] as number;
      pixels[to + 2] = data[from + 2] as number;
    }
  }
  return { width, height, pixels };
}
