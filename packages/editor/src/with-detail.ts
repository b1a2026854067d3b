import { smoothstep } from '@attgan/core';
import type { ModelCard } from '@attgan/formats';
import { differenceOf, differenceSizes, smoothed, type Picture } from '@attgan/pictures';

/**
 * An edit with a share of the detail that reconstructing its face loses, edit + share·(face − reconstruction), rounded and cut to bytes. All
 * three are of one size.
 * @param card whose `detail` is the share: 0 is the edit as it is, and 1 turns the reconstruction into the face itself. Its `detailFade`
 *   makes the share less where an edit changes much; with its `detailSmooth` the difference of edit and reconstruction is smoothed where
 *   it is added to the face
 */
export function withDetail(
  edit: Picture,
  face: Picture,
  reconstruction: Picture,
  { detail = 0, detailFade, detailSmooth }: Pick<ModelCard, 'detail' | 'detailFade' | 'detailSmooth'>,
): Picture {
  const { width, height } = edit;
  const difference = differenceOf(edit, reconstruction);
  const sizes = differenceSizes(difference);
  const added = detailSmooth === true ? smoothed(difference, width, height) : difference;
  // Clamped arrays round and cut by themselves.
  const pixels = new Uint8ClampedArray(edit.pixels.length);
  for (let start = 0; start < pixels.length; start += 3) {
    const fading =
      detailFade === undefined ? 0 : smoothstep(sizes[start / 3] as number, detailFade.from, detailFade.to);
    const share = detail * (1 - fading);
    for (let at = start; at < start + 3; at++) {
      const bare = edit.pixels[at] as number;
      pixels[at] = bare + share * ((face.pixels[at] as number) + (added[at] as number) - bare);
    }
  }
  return { ...edit, pixels: new Uint8Array(pixels.buffer) };
}
