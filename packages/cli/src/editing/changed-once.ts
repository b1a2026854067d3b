import type { EditPhotoOptions, OpenModel } from '@attgan/experiment';
import type { FoundFace, PhotoFace } from '@attgan/photos';
import { contactSheet, type Picture } from '@attgan/pictures';
import { faceTile } from './face-tile.ts';

export type SheetOptions = EditPhotoOptions & { readonly found: readonly FoundFace[] };

/** A row for each face: as it is, and with each attribute flipped. */
export async function changedOnce(
  model: OpenModel,
  photo: Picture,
  faces: readonly PhotoFace[],
  options: SheetOptions,
): Promise<Picture> {
  const rows = faces.map((face) => [faceTile(photo, face)]);
  for (const attribute of model.attributes) {
    const { picture, faces: edited } = await model.editPhoto(photo, { [attribute]: 'flip' }, options);
    for (const [row, face] of edited.entries()) rows[row]?.push(faceTile(picture, face));
  }
  return contactSheet({ rows, columnLabels: ['photo', ...model.attributes] });
}
