import type { Picture } from '@attgan/pictures';

/**
 * An edit with a share of the detail that reconstructing its face loses: edit + share·(face − reconstruction), for every value of every
 * pixel, rounded and cut to bytes. All three are of one size.
 * @param share in [0, 1]: 0 is the edit as it is, and 1 turns the reconstruction into the face itself
 */
export function withDetail(edit: Picture, face: Picture, reconstruction: Picture, share: number): Picture {
  // Clamped arrays round and cut by themselves.
  const pixels = new Uint8ClampedArray(edit.pixels.length);
  for (let at = 0; at < pixels.length; at++) {
    const lost = (face.pixels[at] as number) - (reconstruction.pixels[at] as number);
    pixels[at] = (edit.pixels[at] as number) + share * lost;
  }
  return { ...edit, pixels: new Uint8Array(pixels.buffer) };
}
