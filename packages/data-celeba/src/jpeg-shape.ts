/** Width and height that a JPEG's frame header states; undefined where there is none. */
export function jpegShape(file: Uint8Array): { readonly width: number; readonly height: number } | undefined {
  if (file[0] !== 0xff || file[1] !== 0xd8) return undefined;
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  let at = 2;
  while (at + 9 <= file.length && view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1);
    // C4, C8 and CC share the range of the frame headers but are tables.
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc) {
      return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    }
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2);
  }
  return undefined;
}
