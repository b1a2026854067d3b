import { fold, randomKey, uniform, type RandomKey } from '@attgan/core';
import { z } from 'zod';
import { bootstrapStatistic } from '../scores/bootstrap.ts';
import type { Estimate, Finding } from '../finding.ts';
import { featureMoments, frechetDistance } from '../scores/frechet-distance.ts';
import { kernelDistance } from '../scores/kernel-distance.ts';
import { defineMetric, type Rows } from './metric.ts';
import type { Subject } from '../evaluation/sample.ts';
import { faceRegion, observeEmbeddings } from './observe-embeddings.ts';

const RESAMPLES = 50;
/** Kernel distances are small numbers: they are reported times this. */
const KERNEL_SCALE = 1000;

/**
 * Do edits look like real faces? Distances between the features of real faces and of edits, over all and per attribute:
 * real faces that have it against edits that switch it on in faces that have it not.
 */
export const realism = defineMetric({
  name: 'realism',
  summary: 'distance of edits from real faces with the attribute (Fréchet and kernel distance)',
  needs: ['recogniser'],
  options: z.strictObject({ region: faceRegion }),
  observe: (sample, { region }) => observeEmbeddings(sample, region),
  summarise(rows, subject): Finding {
    const { attributes, labels, seed } = subject;
    const faces = rows['faces'] as Rows;
    const key = randomKey(seed, 'realism');
    const all = Array.from({ length: subject.faces }, (_, face) => face);
    const having = (attribute: number, label: number): number[] =>
      all.filter((face) => labels[face * attributes.length + attribute] === label);
    const edited = distances(faces, drawnEdits(rows, subject, fold(key, 'drawn')), key, true);
    return {
      figures: edited.every((cell) => cell !== undefined)
        ? [
            { name: 'Fréchet distance of edits', unit: 'number', better: 'lower', estimate: edited[0] as Estimate },
            {
              name: 'kernel distance of edits × 1000',
              unit: 'number',
              better: 'lower',
              estimate: edited[1] as Estimate,
            },
          ]
        : [],
      tables: [
        {
          title: `Real faces against edits at strength ${subject.strength}`,
          rowTitle: 'Compared with real faces',
          columns: [
            { name: 'Fréchet distance', unit: 'number' },
            { name: 'kernel distance × 1000', unit: 'number' },
          ],
          rows: [
            { name: 'Edits, one of each face', cells: edited },
            { name: 'Reconstructions', cells: distances(faces, rows['reconstructions'] as Rows, key, true) },
            {
              name: 'Other real faces, half against half',
              cells: distances(
                pick(
                  faces,
                  all.filter((face) => face % 2 === 0),
                ),
                pick(
                  faces,
                  all.filter((face) => face % 2 === 1),
                ),
                key,
              ),
            },
            ...attributes.map((name, attribute) => ({
              name: `${name}, switched on`,
              cells: distances(
                pick(faces, having(attribute, 1)),
                pick(rows[`edits ${name}`] as Rows, having(attribute, 0)),
                key,
              ),
            })),
          ],
        },
      ],
      charts: [],
      notes: [
        'Features are the 128 numbers of the face recogniser, not those of an Inception network: compare models on this ' +
          'page, not with published distances. Counts are those of the smaller side.',
        'A Fréchet distance is biased upwards by small samples, beyond use where faces are fewer than the 128 features; ' +
          'the kernel distance is not, but here it measures little more than the means. “Half against half” compares two halves of the real faces. LPIPS is not reported, because no ' +
          'package ships its weights.',
      ],
    };
  },
});

/**
 * Fréchet and kernel distance of two sets of features; undefined with fewer than two faces on a side.
 * @param paired whether row i of both comes of the same face, so that they are resampled together
 */
function distances(one: Rows, other: Rows, key: RandomKey, paired = false): (Estimate | undefined)[] {
  const { width } = one;
  const [rows, others] = [one.values.length / width, other.values.length / width];
  if (rows < 2 || others < 2) return [undefined, undefined];
  const count = Math.min(rows, others);
  const between = (indices: Int32Array): number => {
    const first = indices.subarray(0, rows);
    const second = paired ? first : indices.subarray(rows).map((index) => index - rows);
    return frechetDistance(featureMoments(one.values, width, first), featureMoments(other.values, width, second));
  };
  const groups = paired ? rows : [rows, others];
  const frechet = bootstrapStatistic(groups, between, fold(key, 'Fréchet'), RESAMPLES, { atLeast: 0 });
  const options = { resamples: RESAMPLES, paired };
  const { value, low, high } = kernelDistance(one.values, other.values, width, fold(key, 'kernel'), options);
  return [
    { ...frechet, count },
    { value: KERNEL_SCALE * value, low: KERNEL_SCALE * low, high: KERNEL_SCALE * high, count },
  ];
}

/** One edit of each face, of an attribute drawn at random. */
function drawnEdits(rows: Readonly<Record<string, Rows>>, { attributes, faces }: Subject, key: RandomKey): Rows {
  const { width } = rows['faces'] as Rows;
  const values = new Float32Array(faces * width);
  for (const [face, draw] of uniform(key, faces).entries()) {
    const name = attributes[Math.floor(draw * attributes.length)] as string;
    const edits = (rows[`edits ${name}`] as Rows).values;
    values.set(edits.subarray(face * width, (face + 1) * width), face * width);
  }
  return { width, values };
}

function pick({ width, values }: Rows, faces: readonly number[]): Rows {
  const picked = new Float32Array(faces.length * width);
  for (const [position, face] of faces.entries()) {
    picked.set(values.subarray(face * width, (face + 1) * width), position * width);
  }
  return { width, values: picked };
}
