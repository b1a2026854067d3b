import { AttganError, type Dataset, type Split } from '@attgan/core';
import type { Change, Editor } from '@attgan/editor';
import type { Picture } from '@attgan/pictures';
import { checkAttributes } from './check-attributes.ts';
import { facePictures } from './face-pictures.ts';
import { flippedLabels } from './flipped-labels.ts';
import type { AttributeClassifier } from './attribute-classifier.ts';

export interface ReadRequest {
  readonly editor: Pick<Editor, 'editEach' | 'reconstruct'> & { readonly card: Pick<Editor['card'], 'attributes'> };
  readonly dataset: Dataset;
  /** Trained apart from the model. */
  readonly classifier: Pick<AttributeClassifier, 'predict'>;
  /** `test` when absent. */
  readonly split?: Split;
  /** Faces, the first of the split; 500 when absent, or all of a smaller split. */
  readonly count?: number;
  /** Factors on the code of the edited attribute. */
  readonly strengths: readonly number[];
}

export interface EditReading {
  readonly faces: number;
  /** Mean |reconstruction − face| in 255ths. */
  readonly reconstruction: number;
  /** Peak signal-to-noise ratio of the reconstructions, dB. */
  readonly psnr: number;
  readonly strengths: readonly {
    readonly strength: number;
    /** Share of edits of each attribute, and the mean over them, in which the classifier reads the wanted value. */
    readonly attributes: Readonly<Record<string, number>>;
    readonly mean: number;
  }[];
}

const BATCH = 32;

/**
 * Flips every attribute of every face from its true label and has the edits read: needs no true edits, so real photos
 * will do. Exclusive partners are switched off.
 * @throws AttganError when the data labels other attributes than the model, or has no face in the split
 */
export async function readEdits(request: ReadRequest): Promise<EditReading> {
  const { editor, dataset, classifier, split = 'test', strengths } = request;
  const { attributes } = dataset;
  checkAttributes(editor, dataset);
  const faces = Math.min(request.count ?? 500, dataset.counts[split]);
  if (faces < 1) throw new AttganError(`There are no faces in the ${split} split.`);
  const hits = strengths.map(() => attributes.map(() => 0));
  let [absolute, squared, values] = [0, 0, 0];
  for (let start = 0; start < faces; start += BATCH) {
    const indices = Array.from({ length: Math.min(BATCH, faces - start) }, (_, index) => start + index);
    const images = await dataset.load(split, indices);
    const { labels } = images;
    const pictures = facePictures(images);
    (await editor.reconstruct(pictures, labels)).forEach(({ pixels }, face) => {
      const own = (pictures[face] as Picture).pixels;
      pixels.forEach((value, at) => {
        const off = Math.abs(value - (own[at] as number));
        absolute += off;
        squared += off * off;
      });
      values += pixels.length;
    });
    const variants = (face: number): Change[][] =>
      attributes.map((attribute, index) => [
        { attribute, value: labels[face * attributes.length + index] === 1 ? 'off' : 'on' },
      ]);
    for (const [row, strength] of strengths.entries()) {
      const edits = await editor.editEach(pictures, labels, variants, { strength });
      for (const index of attributes.keys()) {
        const wanted = flippedLabels(labels, index, attributes, dataset.exclusive);
        const read = await classifier.predict(edits.map((face) => face[index] as Picture));
        const right = indices.filter((_, face) => {
          const at = face * attributes.length + index;
          return read[at] === wanted[at];
        });
        (hits[row] as number[])[index] = (hits[row]?.[index] as number) + right.length;
      }
    }
  }
  return {
    faces,
    reconstruction: absolute / values,
    psnr: 10 * Math.log10(255 ** 2 / (squared / values)),
    strengths: strengths.map((strength, row) => {
      const shares = (hits[row] as number[]).map((count) => count / faces);
      return {
        strength,
        attributes: Object.fromEntries(attributes.map((name, index) => [name, shares[index] as number])),
        mean: shares.reduce((sum, share) => sum + share, 0) / shares.length,
      };
    }),
  };
}
