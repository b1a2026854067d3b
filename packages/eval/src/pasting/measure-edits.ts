import type { AttributeReader } from '@attgan/classifier';
import type { Editor } from '@attgan/editor';
import {
  alignmentOf,
  editPhotoEach,
  invert,
  modelAlignment,
  sampleArea,
  USUAL_SQUARE,
  type FacePoints,
} from '@attgan/photos';
import type { Picture } from '@attgan/pictures';
import { changedOutside } from './changed-outside.ts';
import { greyOf, sharpnessOf } from './grey-picture.ts';
import type { LocatedFace } from './locate-faces.ts';

/** What reads the edits. */
export interface PasteReaders {
  readonly classifier: Pick<AttributeReader, 'predict'> & { readonly attributes: readonly string[] };
  /** The nearest known face of each crop, by its place among them. */
  nearest(crops: readonly Picture[]): Promise<readonly number[]>;
}

export interface EditMeasure {
  readonly attribute: number;
  /** In the order of `PASTE_FIGURES`. */
  readonly values: readonly number[];
}

/** How a face is edited, and what is known of it. */
export interface EditedFace {
  /** Among the known faces. */
  readonly place: number;
  /** [attributes], 0 or 1 */
  readonly labels: Uint8Array;
  /** Of the unedited face. */
  readonly sharpness: number;
  readonly paste: string;
  readonly strength: number;
}

export interface PhotoMeasure {
  readonly edits: readonly EditMeasure[];
  readonly changedOutside: number;
}

/** The square of a face that models, classifier and recogniser are shown, at CelebA's own size. */
export function faceSquare(picture: Picture, points: FacePoints): Picture {
  const { edge } = USUAL_SQUARE;
  return sampleArea(picture, invert(modelAlignment(alignmentOf(points), USUAL_SQUARE, edge)), edge, edge);
}

/**
 * Flips each attribute of a face, pastes each edit into its photo, and reads the results.
 */
export async function measureEdits(
  editor: Editor,
  { found }: LocatedFace,
  picture: Picture,
  { place, labels, sharpness, paste, strength }: EditedFace,
  readers: PasteReaders,
): Promise<PhotoMeasure> {
  const { attributes, exclusive } = editor.card;
  const flips = attributes.map((attribute) => [{ attribute, value: 'flip' as const }]);
  const edits = await editPhotoEach(editor, picture, [found], () => flips, { strength, labels, paste });
  const crops = edits.map((edit) => faceSquare(edit.picture, found.points));
  const nearest = await readers.nearest(crops);
  const said = await readers.classifier.predict(crops);
  const width = readers.classifier.attributes.length;
  const columns = attributes.map((name) => readers.classifier.attributes.indexOf(name));
  return {
    edits: attributes.map((name, attribute) => {
      const read = columns.map((column) => said[attribute * width + column]);
      const group = new Set([name, ...exclusive.filter((each) => each.includes(name)).flat()]);
      const others = attributes.map((_, at) => at).filter((at) => !group.has(attributes[at] as string));
      const kept = others.filter((at) => read[at] === labels[at]).length / others.length;
      const relative = sharpnessOf(greyOf(crops[attribute] as Picture)) / sharpness;
      const wanted = 1 - (labels[attribute] as number);
      return {
        attribute,
        values: [Number(read[attribute] === wanted), kept, Number(nearest[attribute] === place), relative],
      };
    }),
    changedOutside: edits.reduce(
      (sum, edit) =>
        sum +
        changedOutside(
          picture,
          edit.picture,
          edit.faces.map(({ square }) => square),
        ),
      0,
    ),
  };
}
