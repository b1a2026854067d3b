import type { OpenPhoto } from '@attgan/photos';
import { imageOf } from './draw-picture.ts';
import type { SheetTile } from './protocol.ts';

/** Width of a tile at most, pixels. */
const TILE = 192;

/**
 * The face once for each attribute, with that attribute turned to what the face does not show. Leaves the last of them asked of the face.
 * @param onShare told how much is done, from 0 to 1
 */
export async function sheetOf(
  open: OpenPhoto,
  face: number,
  attributes: readonly string[],
  strength: number,
  onShare: (share: number) => void,
): Promise<SheetTile[]> {
  const area = open.areaOf(face);
  const scale = TILE / area.width;
  const tiles: SheetTile[] = [];
  for (const [index, attribute] of attributes.entries()) {
    const value = open.faces[face]?.labels[index] === 1 ? 'off' : 'on';
    await open.change(face, { changes: [{ attribute, value }], strength });
    const picture = scale < 1 ? open.preview(area, scale) : open.compose(area);
    tiles.push({ attribute, on: value === 'on', image: await createImageBitmap(imageOf(picture)) });
    onShare((index + 1) / attributes.length);
  }
  return tiles;
}
