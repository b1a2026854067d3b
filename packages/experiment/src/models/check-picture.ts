import { AttganError, UsageError } from '@attgan/core';
import type { Picture } from '@attgan/pictures';

/** The picture itself. @throws AttganError where its pixels are not what its size says */
export function checkPicture(picture: Picture): Picture {
  const { width, height, pixels } = picture;
  if (!(pixels instanceof Uint8Array)) throw new UsageError('A picture holds its pixels as a Uint8Array of RGB.');
  if (pixels.length === width * height * 3) return picture;
  throw new AttganError(
    `A picture of ${width}×${height} has ${pixels.length} values; RGB needs ${width * height * 3} (3 for each pixel).`,
  );
}
