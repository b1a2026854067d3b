import { jpegQuality, markedXmp } from '@attgan/photos';
import type { Picture } from '@attgan/pictures';
import { drawPicture } from './draw-picture.ts';
import { withXmp } from './mark-file.ts';
import type { Download, FaceChanges } from './protocol.ts';
import { uprightExif } from './upright-exif.ts';

/** Of a JPEG file that does not say how it was quantised. */
const USUAL_QUALITY = 92;

export interface DownloadRequest {
  /** The photo as it came, and its name. */
  readonly file: Blob;
  readonly name: string;
  readonly picture: Picture;
  readonly model: string;
  readonly asked: readonly FaceChanges[];
}

/**
 * The edited photo as a file that says that it was edited: JPEG photos as JPEG of their own quality and with their EXIF, all
 * others as PNG, which is exact.
 * A photo of which nothing was asked is the file as it came.
 */
export async function encodeDownload({ file, name, picture, model, asked }: DownloadRequest): Promise<Download> {
  const edited = asked.filter(({ changes }) => changes.length > 0);
  const [first] = edited;
  if (first === undefined) return { file, name };
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  drawPicture(canvas, picture, 0, 0);
  const jpeg = file.type === 'image/jpeg';
  const original = jpeg ? new Uint8Array(await file.arrayBuffer()) : undefined;
  const quality = original && (jpegQuality(original) ?? USUAL_QUALITY) / 100;
  const type = jpeg ? 'image/jpeg' : 'image/png';
  const encoded = await canvas.convertToBlob({ type, ...(quality !== undefined && { quality }) });
  const changes = edited.flatMap(({ face, changes }) =>
    changes.map(
      ({ attribute, value }) =>
        `${edited.length > 1 ? `${face + 1}:` : ''}${attribute}=${typeof value === 'number' ? shortened(value) : value}`,
    ),
  );
  const mark = markedXmp({ model, changes, strength: first.strength });
  const marked = withXmp(new Uint8Array(await encoded.arrayBuffer()), mark, original && uprightExif(original));
  const stem = name.replace(/\.[^.]*$/, '');
  return { file: new Blob([marked], { type }), name: `${stem}-edited.${jpeg ? 'jpg' : 'png'}` };
}

function shortened(value: number): string {
  return String(Number(value.toFixed(3)));
}
