import { encodeWebp } from '@attgan/pictures';
import { sideBySide, type FlippedBy } from '../sheets/side-by-side.ts';
import type { EvaluationPicture } from './evaluation.ts';
import type { EncodedPicture } from './evaluation-html.ts';

/** What a page shows of several models: first, where faces are given, the same ones by all of them. */
export interface PagePictures {
  readonly pictures: readonly EvaluationPicture[];
  /** The same faces by every model. */
  readonly flipped: readonly FlippedBy[];
  readonly attributes: readonly string[];
  /** Under the faces by all models. */
  readonly caption: string;
}

/** The pictures as a page holds them, one after the other, since each is large while it is raw. */
export async function encodePictures({
  pictures,
  flipped,
  attributes,
  caption,
}: PagePictures): Promise<readonly EncodedPicture[]> {
  const side: EvaluationPicture[] =
    flipped.length > 1 ? [{ model: 'Side by side', caption, picture: sideBySide(flipped, attributes) }] : [];
  const encoded: EncodedPicture[] = [];
  for (const { picture, ...rest } of [...side, ...pictures]) encoded.push({ ...rest, webp: await encodeWebp(picture) });
  return encoded;
}
