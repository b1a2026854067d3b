import { encodeWebp, type Picture } from '@attgan/pictures';
import { sideBySide, type FlippedBy } from '../../sheets/side-by-side.ts';
import type { EncodedPicture } from './pictures-section.ts';

/** A picture that a page is to show. */
export interface PagePicture extends Omit<EncodedPicture, 'webp'> {
  readonly picture: Picture;
}

/** The same faces by every model. */
export interface SideBySide {
  readonly flipped: readonly FlippedBy[];
  readonly attributes: readonly string[];
  readonly caption: string;
}

/**
 * The pictures as a page holds them, one after the other, since each is large while it is raw. Before them, where
 * several models flipped the same faces, those side by side.
 */
export async function encodePictures(
  pictures: readonly PagePicture[],
  same?: SideBySide,
): Promise<readonly EncodedPicture[]> {
  const side: PagePicture[] =
    same === undefined || same.flipped.length < 2
      ? []
      : [{ model: 'Side by side', caption: same.caption, picture: sideBySide(same.flipped, same.attributes) }];
  const encoded: EncodedPicture[] = [];
  for (const { picture, ...rest } of [...side, ...pictures]) encoded.push({ ...rest, webp: await encodeWebp(picture) });
  return encoded;
}
