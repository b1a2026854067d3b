import { join } from 'node:path';
import { DEFAULT_STRENGTH } from '@attgan/editor';
import { openModelOn, type Registries } from '@attgan/experiment';
import { PORTRAIT, readPhoto, writePhoto } from '@attgan/photos';
import { savePng, type Picture } from '@attgan/pictures';
import { changedOnce } from '../editing/changed-once.ts';

/** Edits photographs, and ships with attgan. */
const MODEL = 'faces-128';
const CHANGES = { Eyeglasses: 'on', Black_Hair: 'on' } as const;

export interface EditedPortrait {
  /** The whole portrait, edited, and each attribute changed once. */
  readonly portrait: string;
  readonly portraitSheet: string;
  readonly sheet: Picture;
}

/** Edits the portrait that comes along at its own size, and shows each attribute changed once. */
export async function editPortrait(
  folder: string,
  backend: string,
  registries: Registries,
  report: (line: string) => void,
): Promise<EditedPortrait> {
  report(`Editing a portrait with ${MODEL}.`);
  const model = await openModelOn(MODEL, { name: backend }, registries);
  try {
    const photo = await readPhoto(PORTRAIT);
    const found = await model.findFaces(photo.picture);
    const { picture, faces } = await model.editPhoto(photo.picture, CHANGES, { found });
    const sheet = await changedOnce(model, photo.picture, faces, { found });
    const portrait = join(folder, 'portrait-edited.png');
    const portraitSheet = join(folder, 'portrait-sheet.png');
    const changes = Object.entries(CHANGES).map(([attribute, value]) => `${attribute}=${value}`);
    const strength = model.editor.card.strength ?? DEFAULT_STRENGTH;
    await writePhoto(portrait, photo, picture, { model: MODEL, changes, strength });
    await savePng(portraitSheet, sheet);
    report(`The portrait, with glasses and black hair: ${portrait}`);
    return { portrait, portraitSheet, sheet };
  } finally {
    await model.close();
  }
}
