import { UsageError } from '@attgan/core';
import type { Change, Editor } from '@attgan/editor';
import {
  editPhotoEach,
  PASTE_NAMES,
  slidePhoto,
  type Detector,
  type FoundFace,
  type PhotoEdit,
  type PhotoEditOptions,
} from '@attgan/photos';
import type { Picture } from '@attgan/pictures';
import type { Choice } from '../experiment-config.ts';
import type { Registries } from '../registries.ts';
import { checkPicture } from './check-picture.ts';
import type { Changes, OpenModel } from './open-model.ts';

/** Which faces are edited: all, the largest, or one by its number, 1 being the largest. */
export type FaceChoice = 'all' | 'largest' | number;

export interface EditPhotoOptions extends PhotoEditOptions {
  /** Which faces; all when absent. */
  readonly face?: FaceChoice;
  /** Further changes of single faces, by number; they take the place of changes of the same attribute. */
  readonly each?: Readonly<Record<number, Changes>>;
  /** What finds them; `face-api` when absent. */
  readonly detector?: Choice;
  /** Faces that were found before, which are not looked for again. */
  readonly found?: readonly FoundFace[];
}

export const USUAL_DETECTOR = 'face-api';

type PhotoEditing = Pick<OpenModel, 'findFaces' | 'editPhoto' | 'slidePhoto'> & { closeDetectors(): void };

/** Editing of whole photos. A detector is opened when it is first asked for, and stays open until all are closed. */
export function createPhotoEditing(editor: Editor, registries: Registries): PhotoEditing {
  const detectors = new Map<string, Promise<Detector>>();

  function detectorOf(choice: Choice): Promise<Detector> {
    const { name, ...options } = typeof choice === 'string' ? { name: choice } : choice;
    const key = JSON.stringify([name, options]);
    const open = detectors.get(key) ?? registries.of('detector').get(name).open(options);
    detectors.set(key, open);
    return open;
  }

  async function findFaces(picture: Picture, detector: Choice = USUAL_DETECTOR): Promise<readonly FoundFace[]> {
    return (await detectorOf(detector)).find(checkPicture(picture));
  }

  async function facesOf(photo: Picture, { found, detector }: EditPhotoOptions): Promise<readonly FoundFace[]> {
    return found ?? (await findFaces(photo, detector));
  }

  return {
    findFaces,
    async editPhoto(photo, changes, options = {}) {
      checkPaste(options.paste);
      const found = await facesOf(photo, options);
      const chosen = chosenFaces(found.length, options.face ?? 'all');
      if (chosen.length === 0) return { picture: photo, faces: [] };
      const wanted = chosen.map((number) => listOf({ ...changes, ...options.each?.[number] }));
      const [edit] = await editPhotoEach(
        editor,
        photo,
        chosen.map((number) => found[number - 1] as FoundFace),
        (face) => [wanted[face] ?? []],
        options,
      );
      return numbered(edit as PhotoEdit, chosen);
    },
    async slidePhoto(photo, attribute, steps, options = {}) {
      checkPaste(options.paste);
      const found = await facesOf(photo, options);
      const chosen = chosenFaces(found.length, options.face ?? 'all');
      if (chosen.length === 0) return [];
      const faces = chosen.map((number) => found[number - 1] as FoundFace);
      return (await slidePhoto(editor, photo, faces, attribute, steps, options)).map((edit) => numbered(edit, chosen));
    },
    closeDetectors() {
      for (const detector of detectors.values()) void detector.then((open) => open.close()).catch(() => undefined);
      detectors.clear();
    },
  };
}

/** Numbers of the faces that are edited; none where there is no such face. */
function chosenFaces(count: number, face: FaceChoice): number[] {
  const all = Array.from({ length: count }, (_, index) => index + 1);
  if (face === 'all') return all;
  return all.filter((number) => number === (face === 'largest' ? 1 : face));
}

function numbered(edit: PhotoEdit, chosen: readonly number[]): PhotoEdit {
  return { ...edit, faces: edit.faces.map((face, index) => ({ ...face, number: chosen[index] as number })) };
}

function listOf(changes: Changes): Change[] {
  return Object.entries(changes).map(([attribute, value]) => ({ attribute, value }));
}

function checkPaste(paste: string | undefined): void {
  if (paste === undefined || PASTE_NAMES.includes(paste)) return;
  throw new UsageError(`No way of pasting is named "${paste}". Known: ${PASTE_NAMES.join(', ')}.`);
}
