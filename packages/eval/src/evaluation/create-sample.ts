import { AttganError, type Dataset, type LabelledImages } from '@attgan/core';
import type { Change, Editor } from '@attgan/editor';
import type { Picture } from '@attgan/pictures';
import { facePictures } from '@attgan/pictures';
import { FACE_REGION, type FaceRegion } from '../recogniser/face-chips.ts';
import { flippedLabels } from './flipped-labels.ts';
import type { Sample, Subject } from './sample.ts';

type Card = Editor['card'];

/** What is evaluated: a model's editor, or anything that edits as one. */
export interface EvaluatedEditor extends Pick<Editor, 'editEach' | 'reconstruct' | 'sha256' | 'intensities'> {
  /** The fields beside the attributes change edits of equal weights, such as options of the generator: observations are kept by them. */
  readonly card: Pick<Card, 'attributes'> & Partial<Card>;
}

export interface SampleSources {
  readonly subject: Subject;
  readonly editor: Pick<EvaluatedEditor, 'editEach'> & Partial<Pick<EvaluatedEditor, 'reconstruct' | 'intensities'>>;
  readonly dataset: Pick<Dataset, 'counterfactual'>;
  /** Labels that edits start from, [faces, attributes]; the true ones when absent, as in the published protocol. */
  readonly source?: Uint8Array;
  /** Probabilities that attributes are present, [pictures, attributes]. */
  read(pictures: readonly Picture[]): Promise<Float32Array>;
  recognise(pictures: readonly Picture[], region: FaceRegion): Promise<Float32Array>;
}

/** A sample that makes what is asked of it once. */
export function createSample(
  { subject, editor, dataset, source, read, recognise }: SampleSources,
  indices: readonly number[],
  images: LabelledImages,
): Sample {
  const { attributes, exclusive, split } = subject;
  const { labels } = images;
  const given = source ?? labels;
  const recognised = once((region: string) =>
    once((pictures: readonly Picture[]) => recognise(pictures, JSON.parse(region) as FaceRegion)),
  );
  const faces = facePictures(images);
  const wanted = once((attribute: number) => flippedLabels(labels, attribute, attributes, exclusive));
  return {
    subject,
    indices,
    faces,
    labels,
    wanted,
    reconstructions: once<void, Promise<Picture[]>>(async () => {
      if (editor.reconstruct === undefined) throw new AttganError('This editor makes no reconstructions.');
      return editor.reconstruct(faces, given);
    }),
    intensities: async () => {
      if (editor.intensities === undefined) throw new AttganError('This model predicts no intensities.');
      return editor.intensities(faces);
    },
    edits: onceFor(subject.strength, async (strength: number) => {
      // Not "flip": where the label started from is wrong, that would go the wrong way.
      const variants = (face: number): Change[][] =>
        attributes.map((attribute, index) => [
          { attribute, value: labels[face * attributes.length + index] === 1 ? 'off' : 'on' },
        ]);
      return transposed(await editor.editEach(faces, given, variants, { strength }), attributes.length);
    }),
    truths: once<void, Promise<Picture[][]>>(async () => {
      if (dataset.counterfactual === undefined) throw new AttganError('This data has no true edits.');
      const all: Picture[][] = [];
      for (const index of attributes.keys()) {
        all.push(facePictures(await dataset.counterfactual(split, indices, wanted(index))));
      }
      return all;
    }),
    async slides(attribute, positions, degrees) {
      const chosen = positions.map((position) => faces[position] as Picture);
      const width = attributes.length;
      const own = Uint8Array.from(positions.flatMap((at) => [...given.subarray(at * width, (at + 1) * width)]));
      const variants = degrees.map((value): Change[] => [{ attribute: attributes[attribute] as string, value }]);
      const { strength } = subject;
      return transposed(await editor.editEach(chosen, own, variants, { strength }), degrees.length);
    },
    read: once(read),
    recognise: (pictures, region = FACE_REGION) => recognised(JSON.stringify(region))(pictures),
  };
}

/** [faces][variants] as [variants][faces]. */
function transposed(edits: readonly (readonly Picture[])[], variants: number): Picture[][] {
  return Array.from({ length: variants }, (_, variant) => edits.map((face) => face[variant] as Picture));
}

/** Remembers the result for each argument, by identity. */
function once<Argument, Result>(make: (argument: Argument) => Result): (argument: Argument) => Result {
  const made = new Map<Argument, Result>();
  return (argument) => {
    if (!made.has(argument)) made.set(argument, make(argument));
    return made.get(argument) as Result;
  };
}

function onceFor<Argument, Result>(usual: Argument, make: (argument: Argument) => Result) {
  const remembered = once(make);
  return (argument: Argument = usual): Result => remembered(argument);
}
