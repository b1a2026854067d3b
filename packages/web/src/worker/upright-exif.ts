const HEADER = 'Exif\0\0';
const ORIENTATION = 0x0112;
/** Where the thumbnail is in the segment, and how long it is. */
const [THUMBNAIL, THUMBNAIL_LENGTH] = [0x0201, 0x0202];

/**
 * The EXIF segment of a JPEG file, APP1 with its marker and length, for a picture that was made upright and changed: its orientation is
 * upright, and its thumbnail, which shows the photo as it was, is gone.
 * @returns undefined where there is none, or none that can be understood
 */
export function uprightExif(jpeg: Uint8Array): Uint8Array | undefined {
  const found = exifSegment(jpeg);
  if (found === undefined) return undefined;
  const segment = Uint8Array.from(found);
  try {
    makeUpright(new DataView(segment.buffer, 4 + HEADER.length));
    return segment;
  } catch (error) {
    // Of a damaged file an offset may point anywhere.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function exifSegment(jpeg: Uint8Array): Uint8Array | undefined {
  let at = 2;
  while (at + 4 <= jpeg.length && jpeg[at] === 0xff) {
    const marker = jpeg[at + 1] as number;
    const length = ((jpeg[at + 2] as number) << 8) | (jpeg[at + 3] as number);
    const end = at + 2 + length;
    if (marker === 0xda || length < 2 || end > jpeg.length) return undefined;
    const header = String.fromCharCode(...jpeg.subarray(at + 4, Math.min(at + 4 + HEADER.length, end)));
    if (marker === 0xe1 && header === HEADER) return jpeg.subarray(at, end);
    at = end;
  }
  return undefined;
}

/** @param tiff which EXIF is: a header, and directories of entries of twelve bytes @throws RangeError where it is none */
function makeUpright(tiff: DataView): void {
  const order = tiff.getUint16(0);
  if (order !== 0x4949 && order !== 0x4d4d) throw new RangeError('The byte order is unknown.');
  const little = order === 0x4949;
  const first = tiff.getUint32(4, little);
  const second = entriesOf(tiff, first, little, (tag, at) => {
    if (tag === ORIENTATION) tiff.setUint16(at + 8, 1, little);
  });
  if (second === undefined) return;
  let [from, length] = [0, 0];
  entriesOf(tiff, second.offset, little, (tag, at) => {
    if (tag === THUMBNAIL) from = tiff.getUint32(at + 8, little);
    if (tag === THUMBNAIL_LENGTH) length = tiff.getUint32(at + 8, little);
  });
  for (let at = from; at < from + length; at++) tiff.setUint8(at, 0);
  tiff.setUint32(second.named, 0, little);
}

/** Tells of each entry of a directory; where the next directory is, and where that is written, if there is one. */
function entriesOf(
  tiff: DataView,
  directory: number,
  little: boolean,
  tell: (tag: number, at: number) => void,
): { readonly offset: number; readonly named: number } | undefined {
  const count = tiff.getUint16(directory, little);
  const named = directory + 2 + 12 * count;
  for (let at = directory + 2; at < named; at += 12) tell(tiff.getUint16(at, little), at);
  const offset = tiff.getUint32(named, little);
  return offset === 0 ? undefined : { offset, named };
}
