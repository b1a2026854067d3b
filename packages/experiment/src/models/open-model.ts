import type { Backend } from '@attgan/core';
import { editPictures, openEditor, type Change, type Editor } from '@attgan/editor';
import type { FoundFace, PhotoEdit } from '@attgan/photos';
import { cropForModel, type Picture } from '@attgan/pictures';
import { chooseBackend } from '../choose-backend.ts';
import type { Choice } from '../experiment-config.ts';
import { openBackend } from '../open-backend.ts';
import { openRegistries, type PluginSources, type Registries } from '../registries.ts';
import { IN_SILENCE } from '../watch.ts';
import { checkPicture } from './check-picture.ts';
import { networkDefinitions } from './network-definitions.ts';
import { createPhotoEditing, type EditPhotoOptions } from './photo-editing.ts';

export interface ModelOptions extends PluginSources {
  /** The backend; the fastest that runs here when absent. */
  readonly backend?: Choice;
  /** Lines for the user: which backend computes, and why. */
  report?(this: void, line: string): void;
}

/** What to do with attributes, by name: set one, flip it, or a degree from −1 (fully off) to 1 (fully on). */
export type Changes = Readonly<Record<string, Change['value']>>;

export interface EditOptions {
  /** Factor on the codes of edited attributes: 1 is what training saw, larger is stronger. The model's own when absent. */
  readonly strength?: number;
  /** [pictures, attributes], 0 or 1; predicted by the model's own classifier when absent. */
  readonly labels?: Uint8Array;
}

/** A model that edits pictures, on an open backend. */
export interface OpenModel {
  readonly editor: Editor;
  readonly backend: Backend;
  /** The attributes that it can change, in the order of its labels. */
  readonly attributes: readonly string[];
  /**
   * The pictures with the same changes made to each. Pictures are uint8 RGB of any size: each is cropped and resized as the
   * model's training data were, and is returned at the model's size.
   * @throws UsageError for an attribute that the model does not know or changes that exclude each other
   */
  edit(pictures: readonly Picture[], changes: Changes, options?: EditOptions): Promise<Picture[]>;
  /** One picture with an attribute from fully off to fully on, in `steps` pictures. */
  slide(
    picture: Picture,
    attribute: string,
    steps: number,
    options?: Pick<EditOptions, 'strength'>,
  ): Promise<Picture[]>;
  /** The labels that the model's classifier predicts: [pictures, attributes], 0 or 1. */
  predict(pictures: readonly Picture[]): Promise<Uint8Array>;
  /**
   * All faces of a picture of any size, the largest first.
   * @throws UsageError for a detector that no plugin provides
   */
  findFaces(picture: Picture, detector?: Choice): Promise<readonly FoundFace[]>;
  /**
   * A whole photo with its faces edited: each is found, aligned as the model's training images were and edited, and what changed is put
   * back at the photo's own resolution. Nothing outside the faces' squares changes, and with strength 0 nothing at all.
   *
   * ```ts
   * const { picture, faces } = await model.editPhoto(await loadPicture('party.jpg'), { Eyeglasses: 'on' }, { face: 'largest' });
   * ```
   * @returns the photo as it is, and no faces, where none is found
   * @throws UsageError for an attribute that the model does not know or changes that exclude each other
   */
  editPhoto(photo: Picture, changes: Changes, options?: EditPhotoOptions): Promise<PhotoEdit>;
  /** A photo with one attribute of its faces from fully off to fully on, in `steps` photos; none where no face is found. */
  slidePhoto(photo: Picture, attribute: string, steps: number, options?: EditPhotoOptions): Promise<PhotoEdit[]>;
  /** Frees the weights and closes the backend. May be called twice. */
  close(): Promise<void>;
}

/**
 * Opens a model, and the backend that it runs on.
 * @param model a model folder, or the name of one that is installed, such as `faces-64`
 * @throws AttganError in one line for an incomplete model, or a backend that cannot run here
 */
export async function openModel(model: string, options: ModelOptions): Promise<OpenModel> {
  const { backend = 'auto' } = options;
  const chosen = typeof backend === 'string' ? { name: backend } : backend;
  return openModelOn(model, chosen, await openRegistries(options), options.report);
}

/** The same with registries that are open. */
export async function openModelOn(
  model: string,
  { name, ...options }: Exclude<Choice, string>,
  registries: Registries,
  report: (line: string) => void = IN_SILENCE,
): Promise<OpenModel> {
  const choice = await chooseBackend(name, registries.of('backend'));
  const backend = await openBackend(choice, options);
  report(`Backend ${backend.name} (${choice.reason}): ${backend.description}.`);
  try {
    return await openModelHere(registries.model(model), backend, registries);
  } catch (error) {
    await backend.close();
    throw error;
  }
}

async function openModelHere(folder: string, backend: Backend, registries: Registries): Promise<OpenModel> {
  const editor = await openEditor(folder, networkDefinitions(registries));
  const { card } = editor;
  const photos = createPhotoEditing(editor, registries);
  let closed: Promise<void> | undefined;
  const cropped = (pictures: readonly Picture[]): Promise<Picture[]> =>
    Promise.all(
      pictures.map(async (picture) => (await cropForModel(checkPicture(picture), card.size, card.crop)).picture),
    );
  return {
    editor,
    backend,
    attributes: card.attributes,
    edit: async (pictures, changes, given) => editPictures(editor, await cropped(pictures), changes, given),
    async slide(picture, attribute, steps, given) {
      const faces = await editor.open(await cropped([picture]));
      try {
        const [slid = []] = await faces.slide(await faces.labels(), attribute, steps, given);
        return slid;
      } finally {
        faces.dispose();
      }
    },
    predict: async (pictures) => editor.predict(await cropped(pictures)),
    ...photos,
    close() {
      if (closed === undefined) {
        photos.closeDetectors();
        editor.dispose();
      }
      return (closed ??= backend.close());
    },
  };
}
