/** What the segments before a JPEG's picture data say. */
export interface JpegHeader {
  readonly width: number;
  readonly height: number;
  /**
   * The most common kind: baseline, 8 bits, YCbCr with halved chroma, and no colour profile, orientation or other
   * application data. Files of this kind can be decoded together.
   */
  readonly isPlain: boolean;
}

const SEGMENT = { frame: 0xc0, tables: [0xc4, 0xdb, 0xdd], scan: 0xda, jfif: 0xe0, comment: 0xfe };

/** Reads the header of a JPEG; undefined for anything else and for a file cut before its picture data. */
export function jpegHeader(file: Uint8Array): JpegHeader | undefined {
  if (file[0] !== 0xff || file[1] !== 0xd8) return undefined;
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  let isPlain = true;
  let shape: { width: number; height: number } | undefined;
  let at = 2;
  while (at + 4 <= file.length && file[at] === 0xff) {
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const end = at + 2 + view.getUint16(at + 2);
    if (end > file.length) return undefined;
    if (marker === SEGMENT.scan) return shape && { ...shape, isPlain };
    if (isFrame(marker)) {
      if (end < at + 10) return undefined;
      shape = { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
      isPlain &&= marker === SEGMENT.frame && hasHalvedChroma(file.subarray(at + 4, end));
    } else if (marker !== SEGMENT.jfif && marker !== SEGMENT.comment && !SEGMENT.tables.includes(marker)) {
      isPlain = false;
    }
    at = end;
  }
  return undefined;
}

/** C4, C8 and CC lie among the frame headers but are something else. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

/** Frame: precision, height (2), width (2), components, then id, sampling and table of each. */
function hasHalvedChroma(frame: Uint8Array): boolean {
  return frame[0] === 8 && frame[5] === 3 && frame[7] === 0x22 && frame[10] === 0x11 && frame[13] === 0x11;
}
