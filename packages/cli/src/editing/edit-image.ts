import { dirname, extname } from 'node:path';
import { AttganError } from '@attgan/core';
import { DEFAULT_STRENGTH } from '@attgan/editor';
import type { EditPhotoOptions, OpenModel } from '@attgan/experiment';
import { makeFolder, writeFileAtomically } from '@attgan/formats';
import { encodePhoto, endingOf, readPhoto, type PhotoFile } from '@attgan/photos';
import { cropForModel, encodePicture } from '@attgan/pictures';
import { describeFace } from './describe-face.ts';
import { valuesOf, type FaceChanges } from './face-changes.ts';
import type { Guard } from '../guard-files.ts';
import { isCrop } from './is-crop.ts';
import type { PlacedImage } from './place-results.ts';

export const ON_MISSING = ['copy', 'skip', 'fail'] as const;

/** How images are edited, the same for all of them. */
export interface ImageEditing {
  readonly model: OpenModel;
  /** As the user named it. */
  readonly modelName: string;
  readonly changes: FaceChanges;
  readonly strength?: number;
  readonly align?: 'face' | 'none';
  readonly options: EditPhotoOptions;
  /** What happens to a photo without a face. */
  readonly onMissing: (typeof ON_MISSING)[number];
  readonly marked: boolean;
}

/** What became of an image. */
export interface EditedImage {
  /** Absent where the image was skipped. */
  readonly output?: string;
  /** For people, without a full stop. */
  readonly note: string;
  readonly warnings: readonly string[];
  /** Of a whole photo: whether a face was found. */
  readonly missing?: boolean;
  /** What --json tells besides. */
  readonly details: object;
}

/** The same, with the file that is still to be written; without one where the image was skipped. */
export interface EditedFile extends EditedImage {
  readonly bytes?: Uint8Array;
}

/** Where the result goes that has this ending. @throws UsageError for a file that must not be written */
export type Place = (ending: string) => string | Promise<string>;

/** Edits one image and writes it. @throws AttganError in one line */
export async function editImage(
  editing: ImageEditing,
  { path, file, stem }: PlacedImage,
  guard: Guard,
  labels?: Uint8Array,
): Promise<EditedImage> {
  const place = async (ending: string): Promise<string> => {
    const output = file ?? `${stem}${ending}`;
    await guard(output);
    return output;
  };
  const { bytes, ...edited } = await editFile(editing, await readPhoto(path), place, labels);
  if (edited.output === undefined || bytes === undefined) return edited;
  await makeFolder(dirname(edited.output));
  await writeFileAtomically(edited.output, bytes);
  return edited;
}

/** Edits one image that was read, and writes nothing. @throws AttganError in one line */
export async function editFile(
  editing: ImageEditing,
  photo: PhotoFile,
  place: Place,
  labels?: Uint8Array,
): Promise<EditedFile> {
  const plain = isCrop(photo.picture, editing.model, editing.align);
  return plain ? editCrop(editing, photo, place, labels) : editWhole(editing, photo, place, labels);
}

/** The strength of edits: as asked, or the model's own. */
export function strengthIn({ strength, model }: Pick<ImageEditing, 'strength' | 'model'>): number {
  return strength ?? model.editor.card.strength ?? DEFAULT_STRENGTH;
}

/** The model's square of the picture, at the model's size. */
async function editCrop(
  editing: ImageEditing,
  { picture: whole }: PhotoFile,
  place: Place,
  labels?: Uint8Array,
): Promise<EditedFile> {
  const { editor } = editing.model;
  const { card } = editor;
  const output = await place('.png');
  const { picture, note } = await cropForModel(whole, card.size, card.crop);
  const faces = await editor.open([picture]);
  const own = labels ?? (await faces.labels());
  const changes = Object.entries({ ...valuesOf(editing.changes.all), ...editing.changes.each[1] });
  const wanted = changes.map(([attribute, value]) => ({ attribute, value }));
  const strength = editing.strength === undefined ? {} : { strength: editing.strength };
  const [edited] = await faces.edit(own, wanted, strength).finally(faces.dispose);
  return {
    output,
    bytes: await encodePicture(output, edited as NonNullable<typeof edited>),
    note,
    warnings: [],
    details: {
      labels: Object.fromEntries(card.attributes.map((name, index) => [name, own[index] === 1])),
      strength: strengthIn(editing),
    },
  };
}

/** The photo at its own size, with its faces edited. */
async function editWhole(
  editing: ImageEditing,
  photo: PhotoFile,
  place: Place,
  labels?: Uint8Array,
): Promise<EditedFile> {
  const { model, changes, options } = editing;
  const output = await place(endingOf(photo));
  const found = await model.findFaces(photo.picture, options.detector);
  if (labels !== undefined && found.length > 1 && options.face === 'all') {
    throw new AttganError(`${photo.path} has ${found.length} faces, but --labels describes one. Add --face largest.`);
  }
  const strength = strengthIn(editing);
  const { picture, faces } = await model.editPhoto(photo.picture, valuesOf(changes.all), {
    ...options,
    found,
    each: changes.each,
    strength,
    ...(labels && { labels }),
  });
  if (faces.length === 0) return missing(editing, photo, output, found.length);
  const asked = faces.flatMap(({ number, changes: own }) =>
    own.map(({ attribute, value }) => `${faces.length > 1 ? `${number}:` : ''}${attribute}=${value}`),
  );
  const mark = { model: editing.modelName, changes: asked, strength };
  const converted = photo.converted === undefined ? '' : `; ${photo.converted}`;
  return {
    output,
    bytes: await encodePhoto(output, photo, picture, editing.marked ? mark : undefined),
    note: `${faces.length} ${faces.length === 1 ? 'face' : 'faces'} edited${converted}`,
    warnings: faces.flatMap(({ number, warnings }) => warnings.map((warning) => `face ${number} is ${warning}`)),
    missing: false,
    details: {
      strength,
      width: picture.width,
      height: picture.height,
      faces: faces.map((face) => describeFace(face, model.attributes)),
    },
  };
}

async function missing(
  { onMissing, options }: ImageEditing,
  photo: PhotoFile,
  output: string,
  count: number,
): Promise<EditedFile> {
  const what = count === 0 ? 'no face was found' : `there is no face ${options.face}: ${count} were found`;
  if (onMissing === 'fail') throw new AttganError(`${photo.path}: ${what}.`);
  const base = { warnings: [], missing: true, details: { faces: [] } };
  if (onMissing === 'skip') return { ...base, note: `${what}; skipped` };
  const bytes = extname(output) === endingOf(photo) ? photo.bytes : await encodePhoto(output, photo, photo.picture);
  return { ...base, output, bytes, note: `${what}; copied` };
}
