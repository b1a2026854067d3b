import type { Dataset, Split } from '@attgan/core';
import type { Change, Editor } from '@attgan/editor';
import { contactSheet, type Picture } from '@attgan/pictures';
import { contactSheetOf } from './contact-sheet-of.ts';
import { facePictures } from '@attgan/pictures';

export interface PicturesRequest {
  readonly editor: Pick<Editor, 'editEach' | 'predict'> & { readonly card: Pick<Editor['card'], 'attributes'> };
  readonly dataset: Dataset;
  readonly split: Split;
  readonly strength: number;
}

export interface CaptionedPicture {
  readonly caption: string;
  readonly picture: Picture;
}

const FACES = 6;
const DEGREES = [-1, -0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75, 1];

/** Combinations in the manner of figure 5. Models of other attributes show neighbours in their order together. */
const COMBINATIONS: readonly (readonly string[])[] = [
  ['Bangs', 'Eyeglasses'],
  ['Blond_Hair', 'Mouth_Slightly_Open'],
  ['Male', 'Eyeglasses'],
  ['Male', 'Young'],
  ['Black_Hair', 'Pale_Skin'],
  ['Bangs', 'Eyeglasses', 'Mouth_Slightly_Open'],
  ['Male', 'Eyeglasses', 'Mouth_Slightly_Open'],
];

/** What people would rather look at: single edits (figure 4), several at once (figure 5), sliders (figure 8). */
export async function evaluationPictures(request: PicturesRequest): Promise<CaptionedPicture[]> {
  const { editor, dataset, split, strength } = request;
  const indices = Array.from({ length: Math.min(FACES, dataset.counts[split]) }, (_, index) => index);
  const images = await dataset.load(split, indices);
  const faces = facePictures(images);
  return [
    {
      caption: `Each attribute of ${faces.length} faces flipped, at strength ${strength}.`,
      picture: await contactSheetOf(editor, dataset, indices, { split, strength, labels: 'true' }),
    },
    {
      caption: `Several attributes flipped at once, at strength ${strength}.`,
      picture: await combinedSheet(request, faces, images.labels),
    },
    {
      caption: `Each attribute of one face from fully off to fully on, at strength ${strength}.`,
      picture: await sliderSheet(request, faces[0] as Picture, images.labels.subarray(0, dataset.attributes.length)),
    },
  ];
}

async function combinedSheet(
  { editor, dataset: { attributes }, strength }: PicturesRequest,
  faces: readonly Picture[],
  labels: Uint8Array,
): Promise<Picture> {
  const known = COMBINATIONS.filter((names) => names.every((name) => attributes.includes(name)));
  const neighbours = attributes.slice(1).map((name, index) => [attributes[index] as string, name]);
  const combinations = known.length > 0 ? known : neighbours.slice(0, COMBINATIONS.length);
  const flipped = combinations.map((names) => names.map((attribute): Change => ({ attribute, value: 'flip' })));
  const edits = await editor.editEach(faces, labels, [[], ...flipped], { strength });
  return contactSheet({
    rows: faces.map((face, row) => [face, ...(edits[row] as Picture[])]),
    columnLabels: ['Input', 'Reconstruction', ...combinations.map((names) => names.join(' + '))],
  });
}

async function sliderSheet(
  { editor, dataset: { attributes }, strength }: PicturesRequest,
  face: Picture,
  label: Uint8Array,
): Promise<Picture> {
  const variants = attributes.flatMap((attribute) => DEGREES.map((value): Change[] => [{ attribute, value }]));
  const [edits] = (await editor.editEach([face], label, variants, { strength })) as [Picture[]];
  return contactSheet({
    rows: attributes.map((_, row) => [face, ...edits.slice(row * DEGREES.length, (row + 1) * DEGREES.length)]),
    rowLabels: attributes.map((name) => name.replaceAll('_', ' ')),
    columnLabels: ['Input', ...DEGREES.map(String)],
  });
}
