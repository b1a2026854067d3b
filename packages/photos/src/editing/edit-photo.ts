import { UsageError, type Change } from '@attgan/core';
import { checkChanges, checkSteps, type Editor, type Faces } from '@attgan/editor';
import type { Picture } from '@attgan/pictures';
import { composeEdit } from '../composing/compose-edit.ts';
import { editLayers } from '../composing/edit-layers.ts';
import { strategyFor } from '../composing/paste-strategy.ts';
import type { FoundFace } from '../detecting/detector.ts';
import { alignFaces } from './align-faces.ts';
import { describeFace, type PhotoFace } from './describe-face.ts';

export interface PhotoEdit {
  /** The photo, edited; of its size. */
  readonly picture: Picture;
  /** The faces that were chosen. */
  readonly faces: readonly PhotoFace[];
}

export interface PhotoEditOptions {
  /** Factor on the codes of edited attributes; 0 leaves the photo as it is. The model's own when absent. */
  readonly strength?: number;
  /** How edits get into the photo: `difference` (the default), or the name of one of `PASTE_STRATEGIES`. */
  readonly paste?: string;
  /** [attributes], 0 or 1, for a photo of one face; predicted when absent. */
  readonly labels?: Uint8Array;
}

/** What is wanted of a face, by its place among those given. */
export type ChangesOf = (face: number) => readonly Change[];

/**
 * Edits faces of a photo, each by itself, and puts the edits into a copy of it; larger faces, which are nearer, after smaller ones.
 * @param found faces of the photo, the largest first
 * @throws AttganError where the model carries no classifier and labels are not given, UsageError for impossible changes
 */
export async function editPhoto(
  editor: Editor,
  photo: Picture,
  found: readonly FoundFace[],
  changesOf: ChangesOf,
  options: PhotoEditOptions = {},
): Promise<PhotoEdit> {
  const [result] = await editPhotoEach(editor, photo, found, (face) => [changesOf(face)], options);
  return result as PhotoEdit;
}

/** Several edits of one photo, whose faces are aligned and encoded once. Each face has as many variants as every other. */
export async function editPhotoEach(
  editor: Editor,
  photo: Picture,
  found: readonly FoundFace[],
  variantsOf: (face: number) => readonly (readonly Change[])[],
  options: PhotoEditOptions = {},
): Promise<PhotoEdit[]> {
  const wanted = found.map((_, face) => variantsOf(face));
  for (const changes of wanted.flat()) checkChanges(changes, editor.card);
  return composeEach(editor, photo, found, wanted, options, (faces, labels, strength) =>
    faces.editEach(labels, (face) => wanted[face] as readonly (readonly Change[])[], strength),
  );
}

/** Bytes of all photos of one slide, which are in memory together. */
const MOST_BYTES = 2 ** 31;

/**
 * A photo with one attribute of its faces from fully off to fully on, in `steps` edits; see `Faces.slide`.
 * @throws UsageError for a number of steps that is no slide, or that would take more than 2 GB
 */
export async function slidePhoto(
  editor: Editor,
  photo: Picture,
  found: readonly FoundFace[],
  attribute: string,
  steps: number,
  options: PhotoEditOptions = {},
): Promise<PhotoEdit[]> {
  checkSteps(steps);
  if (steps * photo.pixels.length > MOST_BYTES) {
    const most = Math.floor(MOST_BYTES / photo.pixels.length);
    throw new UsageError(
      `${steps} steps of a photo of ${photo.width}x${photo.height} take more than 2 GB: ask for ${most} or fewer, or shrink the photo.`,
    );
  }
  const degrees = Array.from({ length: steps }, (_, step) => -1 + (2 * step) / (steps - 1));
  const wanted = found.map(() => degrees.map((value): Change[] => [{ attribute, value }]));
  return composeEach(editor, photo, found, wanted, options, (faces, labels, strength) =>
    faces.slide(labels, attribute, steps, strength),
  );
}

/** Decodes the variants of every face: [faces][variants]. */
type Decode = (faces: Faces, labels: Uint8Array, strength: { readonly strength?: number }) => Promise<Picture[][]>;

async function composeEach(
  editor: Editor,
  photo: Picture,
  found: readonly FoundFace[],
  wanted: readonly (readonly (readonly Change[])[])[],
  options: PhotoEditOptions,
  decode: Decode,
): Promise<PhotoEdit[]> {
  const aligned = await alignFaces(photo, found, editor.card);
  const faces = await editor.open(aligned.map(({ input }) => input));
  try {
    const told = await readFaces(faces, options.labels);
    const none = options.strength === 0;
    const reconstructions = none ? [] : await faces.edit(told.labels, []);
    const edits = none
      ? []
      : await decode(faces, told.labels, options.strength === undefined ? {} : { strength: options.strength });
    const width = editor.card.attributes.length;
    return (wanted[0] ?? []).map((_, variant): PhotoEdit => {
      const picture = { ...photo, pixels: photo.pixels.slice() };
      // Given largest first: the nearest, pasted last, covers what it overlaps.
      for (const [face, { input, toModel }] of [...aligned.entries()].toReversed()) {
        const changes = wanted[face]?.[variant] ?? [];
        const [reconstruction, edit] = [reconstructions[face], edits[face]?.[variant]];
        if (changes.length === 0 || reconstruction === undefined || edit === undefined) continue;
        const attributes = changes.map(({ attribute }) => attribute);
        const strategy = strategyFor(options.paste ?? 'difference', attributes);
        composeEdit(picture, editLayers(input, reconstruction, edit, strategy), toModel, strategy);
      }
      return {
        picture,
        faces: aligned.map((face, index) => ({
          ...describeFace(photo, face, index),
          labels: told.labels.slice(index * width, (index + 1) * width),
          ...(told.probabilities && { probabilities: told.probabilities.slice(index * width, (index + 1) * width) }),
          changes: wanted[index]?.[variant] ?? [],
        })),
      };
    });
  } finally {
    faces.dispose();
  }
}

async function readFaces(
  faces: Faces,
  given: Uint8Array | undefined,
): Promise<{ labels: Uint8Array; probabilities?: Float32Array }> {
  if (given !== undefined) return { labels: given };
  return { labels: await faces.labels(), probabilities: await faces.probabilities() };
}
