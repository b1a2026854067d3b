import type { Picture } from '@attgan/pictures';
import { z } from 'zod';
import type { Sample } from '../evaluation/sample.ts';
import { FACE_REGION, type FaceRegion } from '../recogniser/face-chips.ts';
import type { Rows } from './metric.ts';

const share = z.number().min(0).max(1);

/** The option of metrics that read faces with the recogniser. */
export const faceRegion = z
  .strictObject({ left: share, top: share, edge: share.positive() })
  .default({ ...FACE_REGION })
  .describe('the square of the face, in fractions of the picture’s side; the default fits CelebA’s crop');

/** Embeddings of the faces, of their reconstructions, and of their edits of each attribute (`edits NAME`). */
export async function observeEmbeddings(sample: Sample, region: FaceRegion): Promise<Record<string, Rows>> {
  const of = async (pictures: readonly Picture[]): Promise<Rows> => {
    const values = await sample.recognise(pictures, region);
    return { width: values.length / sample.faces.length, values };
  };
  const rows: Record<string, Rows> = {
    faces: await of(sample.faces),
    reconstructions: await of(await sample.reconstructions()),
  };
  const edits = await sample.edits();
  for (const [attribute, name] of sample.subject.attributes.entries()) {
    rows[`edits ${name}`] = await of(edits[attribute] ?? []);
  }
  return rows;
}
