import { invert, sampleArea, scaleOf, type PhotoFace } from '@attgan/photos';
import type { Picture } from '@attgan/pictures';

/** Edge of the picture of one face on a sheet, pixels. */
const TILE = 176;
/** The square of CelebA's frame that is shown, with a little of what lies around the model's own. */
const SHOWN = { x: -6, y: 15, edge: 190 };

/** A face of a photo, upright as the photo is, at one size for all. */
export function faceTile(photo: Picture, { transform }: PhotoFace): Picture {
  const [a = 1, , x = 0, b = 0, , y = 0] = transform;
  const back = invert({ a, b, x, y });
  const scale = (scaleOf(back) * SHOWN.edge) / TILE;
  const middle = { x: SHOWN.x + SHOWN.edge / 2, y: SHOWN.y + SHOWN.edge / 2 };
  const centre = {
    x: back.a * middle.x - back.b * middle.y + back.x,
    y: back.b * middle.x + back.a * middle.y + back.y,
  };
  const half = (scale * (TILE - 1)) / 2;
  return sampleArea(photo, { a: scale, b: 0, x: centre.x - half, y: centre.y - half }, TILE, TILE);
}
