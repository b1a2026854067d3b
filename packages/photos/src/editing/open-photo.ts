import type { Change, RivalChange } from '@attgan/core';
import { checkChanges, type Editor, type Faces } from '@attgan/editor';
import { resample, type Area, type Picture } from '@attgan/pictures';
import { composeEdit, squareCorners } from '../composing/compose-edit.ts';
import { editLayers, type EditLayers } from '../composing/edit-layers.ts';
import { strategyFor, type PasteStrategy } from '../composing/paste-strategy.ts';
import type { FoundFace } from '../detecting/detector.ts';
import { compose, type Similarity } from '../geometry/similarity.ts';
import { alignFaces, type AlignedFace } from './align-faces.ts';
import { describeFace, type PhotoFace } from './describe-face.ts';

/** A face of an open photo. */
export type OpenFace = Omit<PhotoFace, 'changes'> & {
  /** How strongly it shows each attribute, [attributes] in [0, 1]; only for models whose encoder predicts it. */
  readonly intensities?: Float32Array;
};

/** What is asked of a face. */
export interface FaceRequest {
  readonly changes: readonly Change[];
  /** Factor on the codes of edited attributes; the model's own when absent. */
  readonly strength?: number;
  /** What happens to exclusive partners of an attribute that is partly on; `switch` when absent. */
  readonly rivals?: RivalChange;
  /** `difference` (the default), or the name of one of `PASTE_STRATEGIES`. */
  readonly paste?: string;
}

/**
 * A photo that stays open: its faces are aligned, read and encoded once, and then changed as often as wanted. A change decodes one face
 * and nothing else.
 */
export interface OpenPhoto {
  readonly photo: Picture;
  /** The largest first. */
  readonly faces: readonly OpenFace[];
  /** Asks something else of a face, by its place in `faces`. No changes give the face back as it was. */
  change(face: number, request: FaceRequest): Promise<void>;
  /** The part of the photo that edits of a face may change. */
  areaOf(face: number): Area;
  /** The photo as it is now asked for, or an area of it. Where nothing is asked its pixels are the photo's own. */
  compose(area?: Area): Picture;
  /**
   * An area of it made smaller, to be shown while a slider moves: that takes less time than the area at its own size by the square of
   * the factor.
   * @param scale below 1: width of the result in widths of the area
   */
  preview(area: Area, scale: number): Picture;
  /** Frees what is on the device. */
  dispose(): void;
}

interface Edit {
  readonly layers: EditLayers;
  readonly strategy: PasteStrategy;
}

/**
 * @param found faces of the photo, the largest first
 * @throws AttganError where the model carries no classifier
 */
export async function openPhoto(editor: Editor, photo: Picture, found: readonly FoundFace[]): Promise<OpenPhoto> {
  const { card } = editor;
  const aligned = await alignFaces(photo, found, card);
  const opened: Faces[] = [];
  const dispose = (): void => {
    for (const each of opened.splice(0)) each.dispose();
  };
  try {
    const faces: OpenFace[] = [];
    for (const [index, face] of aligned.entries()) {
      const one = await editor.open([face.input]);
      opened.push(one);
      faces.push(await readFace(photo, face, index, one));
    }
    return { ...changeable(editor, photo, aligned, faces, opened), dispose };
  } catch (error) {
    dispose();
    throw error;
  }
}

async function readFace(photo: Picture, face: AlignedFace, index: number, one: Faces): Promise<OpenFace> {
  return {
    ...describeFace(photo, face, index),
    labels: await one.labels(),
    probabilities: await one.probabilities(),
    ...(one.intensities && { intensities: await one.intensities() }),
  };
}

function changeable(
  { card }: Editor,
  photo: Picture,
  aligned: readonly AlignedFace[],
  faces: readonly OpenFace[],
  opened: readonly Faces[],
): Omit<OpenPhoto, 'dispose'> {
  const edits = new Map<number, Edit>();
  const reconstructions = new Map<number, Picture>();
  /** The photo's own part of each area, at the scale that was asked for last: a window that changes its size asks for many. */
  const shrunk = new Map<string, { readonly scale: number; readonly small: Picture }>();

  async function reconstructionOf(face: number): Promise<Picture> {
    const known = reconstructions.get(face);
    if (known !== undefined) return known;
    const [decoded] = await (opened[face] as Faces).edit((faces[face] as OpenFace).labels, []);
    reconstructions.set(face, decoded as Picture);
    return decoded as Picture;
  }

  /** Puts all edits into a part of the photo. @param toPhoto from pixels of the part to those of the photo */
  function paste(part: Picture, toPhoto: Similarity): void {
    // Given largest first: the nearest, pasted last, covers what it overlaps.
    for (const [face, { toModel }] of [...aligned.entries()].toReversed()) {
      const edit = edits.get(face);
      if (edit !== undefined) composeEdit(part, edit.layers, compose(toModel, toPhoto), edit.strategy);
    }
  }

  return {
    photo,
    faces,
    async change(face, { changes, strength, rivals, paste = 'difference' }) {
      checkChanges(changes, card);
      if (changes.length === 0) {
        edits.delete(face);
        return;
      }
      const reconstruction = await reconstructionOf(face);
      const { labels } = faces[face] as OpenFace;
      const options = { ...(strength !== undefined && { strength }), ...(rivals && { rivals }) };
      const [edit] = await (opened[face] as Faces).edit(labels, changes, options);
      const attributes = changes.map(({ attribute }) => attribute);
      const strategy = strategyFor(paste, attributes);
      const { input } = aligned[face] as AlignedFace;
      edits.set(face, { layers: editLayers(input, reconstruction, edit as Picture, strategy), strategy });
    },
    areaOf: (face) => areaOf(photo, aligned[face] as AlignedFace),
    compose(area = { x: 0, y: 0, width: photo.width, height: photo.height }) {
      const part = copyOf(photo, area);
      paste(part, { a: 1, b: 0, x: area.x, y: area.y });
      return part;
    },
    preview(area, scale) {
      const key = JSON.stringify(area);
      const known = shrunk.get(key);
      const [width, height] = [area.width, area.height].map((edge) => Math.max(1, Math.round(edge * scale)));
      const small =
        known?.scale === scale ? known.small : resample(photo, area, width as number, height as number, 'linear');
      shrunk.set(key, { scale, small });
      const part = { ...small, pixels: small.pixels.slice() };
      const factor = area.width / small.width;
      const shift = (start: number): number => start + (factor - 1) / 2;
      paste(part, { a: factor, b: 0, x: shift(area.x), y: shift(area.y) });
      return part;
    },
  };
}

function areaOf(photo: Picture, { toModel, input }: AlignedFace): Area {
  const corners = squareCorners(toModel, input.width);
  const [xs, ys] = [corners.map(({ x }) => x), corners.map(({ y }) => y)];
  const [x, y] = [Math.max(0, Math.floor(Math.min(...xs))), Math.max(0, Math.floor(Math.min(...ys)))];
  return {
    x,
    y,
    width: Math.max(0, Math.min(photo.width, Math.ceil(Math.max(...xs)) + 1) - x),
    height: Math.max(0, Math.min(photo.height, Math.ceil(Math.max(...ys)) + 1) - y),
  };
}

function copyOf(photo: Picture, { x, y, width, height }: Area): Picture {
  if (width === photo.width && height === photo.height) return { ...photo, pixels: photo.pixels.slice() };
  const pixels = new Uint8Array(width * height * 3);
  for (let row = 0; row < height; row++) {
    const start = ((y + row) * photo.width + x) * 3;
    pixels.set(photo.pixels.subarray(start, start + width * 3), row * width * 3);
  }
  return { width, height, pixels };
}
