const JPEG_HEADER = 'http://ns.adobe.com/xap/1.0/\0';
const PNG_KEYWORD = 'XML:com.adobe.xmp';
/** Signature and header chunk of a PNG file, bytes. */
const PNG_START = 33;

/**
 * A JPEG or PNG file with an XMP packet put into it.
 * @param exif a segment that a JPEG file is given, too
 * @throws RangeError for other files
 */
export function withXmp(file: Uint8Array, xmp: string, exif: Uint8Array = Uint8Array.of()): Uint8Array<ArrayBuffer> {
  if (file[0] === 0xff && file[1] === 0xd8) {
    const start = afterJfif(file);
    return joined(file.subarray(0, start), exif, jpegSegment(xmp), file.subarray(start));
  }
  if (file[0] === 0x89 && file[1] === 0x50) {
    return joined(file.subarray(0, PNG_START), pngChunk(xmp), file.subarray(PNG_START));
  }
  throw new RangeError('XMP is put into JPEG and PNG files only.');
}

/** JFIF's own segment has to be the first of all. */
function afterJfif(file: Uint8Array): number {
  const first = file[2] === 0xff && file[3] === 0xe0;
  return first ? 4 + (((file[4] as number) << 8) | (file[5] as number)) : 2;
}

/** APP1: marker, length with itself, what it is, the packet. */
function jpegSegment(xmp: string): Uint8Array {
  const body = bytesOf(JPEG_HEADER + xmp);
  const length = body.length + 2;
  if (length > 0xffff) throw new RangeError('An XMP packet in a JPEG file has at most 65,533 bytes.');
  return joined(Uint8Array.of(0xff, 0xe1, length >> 8, length & 255), body);
}

/** iTXt: keyword, no compression, no language, the packet; its length before, its checksum after. */
function pngChunk(xmp: string): Uint8Array {
  const typed = bytesOf(`iTXt${PNG_KEYWORD}\0\0\0\0\0${xmp}`);
  const chunk = new Uint8Array(typed.length + 8);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, typed.length - 4);
  chunk.set(typed, 4);
  view.setUint32(typed.length + 4, crc32(typed));
  return chunk;
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffff_ffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb8_8320 : crc >>> 1;
  }
  return (crc ^ 0xffff_ffff) >>> 0;
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
