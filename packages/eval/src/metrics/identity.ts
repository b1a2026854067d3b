import { randomKey } from '@attgan/core';
import { z } from 'zod';
import { bootstrapMean } from '../scores/bootstrap.ts';
import type { Estimate, Finding } from '../finding.ts';
import { defineMetric, type Rows } from './metric.ts';
import { identityScores, strangersOf, type IdentityScores } from '../scores/identity-scores.ts';
import { faceRegion, observeEmbeddings } from './observe-embeddings.ts';

const SCORES = ['found', 'foundElsewhere', 'cosines', 'close'] as const satisfies readonly (keyof IdentityScores)[];

/** Figure 7 of the paper: a face recogniser looks for the person of every edit among the unedited faces. */
export const identity = defineMetric({
  name: 'identity',
  summary: 'whether edits still show the same person (figure 7)',
  needs: ['recogniser'],
  options: z.strictObject({ region: faceRegion }),
  observe: (sample, { region }) => observeEmbeddings(sample, region),
  summarise(rows, subject): Finding {
    const faces = rows['faces'] as Rows;
    const people = subject.identities ?? Array.from({ length: subject.faces }, (_, face) => face);
    const key = randomKey(subject.seed, 'identity');
    const cellsOf = (scores: IdentityScores): (Estimate | undefined)[] =>
      SCORES.map((score) => bootstrapMean(scores[score], key));
    const scoresOf = (probes: Rows): IdentityScores => identityScores(probes, faces, people);
    const each = subject.attributes.map((name) => scoresOf(rows[`edits ${name}`] as Rows));
    const mean = cellsOf(meanOf(each));
    const strangers = strangersOf(faces, people);
    const [, , strange, strangeClose] = strangers === undefined ? [] : cellsOf(scoresOf(strangers));
    return {
      figures: [
        { name: 'edits found as their person', unit: 'share', better: 'higher', estimate: mean[0] as Estimate },
        { name: 'cosine of edit and face', unit: 'number', better: 'higher', estimate: mean[2] as Estimate },
      ],
      tables: [
        {
          title: `Identity of single flips at strength ${subject.strength}`,
          rowTitle: 'Attribute',
          columns: [
            { name: 'person found first', unit: 'share' },
            { name: 'found by another photo', unit: 'share' },
            { name: 'cosine to the face', unit: 'number' },
            { name: 'closer than 0.6', unit: 'share' },
          ],
          rows: [
            { name: 'Unedited', cells: cellsOf(scoresOf(faces)) },
            { name: 'Reconstruction', cells: cellsOf(scoresOf(rows['reconstructions'] as Rows)) },
            ...subject.attributes.map((name, attribute) => ({
              name,
              cells: cellsOf(each[attribute] as IdentityScores),
            })),
            { name: 'Mean', cells: mean },
            { name: 'Somebody else', cells: [undefined, undefined, strange, strangeClose] },
          ],
        },
      ],
      charts: [],
      notes: [
        'As in figure 7 of the paper, all unedited faces are the gallery, every edit is looked up in it by the Euclidean ' +
          'distance of embeddings, and the nearest face should show the same person. The face that was edited is itself in ' +
          'the gallery; the second column leaves it out, for people with at least two photos.' +
          (subject.identities === undefined
            ? ' This data has no identities, so each face counts as its own person.'
            : ''),
        'The mean and both figures are over attributes. Reconstruction, where nothing is changed, is the ceiling of what ' +
          'the model can reach, Unedited that of the recogniser. “Somebody else” compares each face with the next face of another ' +
          'person: the value of edits that keep nothing of the person. Below 0.6 dlib considers two photos the same person.',
        'The recogniser is dlib’s face recognition network (dlib_face_recognition_resnet_model_v1, public domain), with ' +
          'weights rounded to 8 bits by @vladmandic/face-api. It was trained separately from the model, on other photos. The paper ' +
          'used an Inception-ResNet-v2 of its own on the test split of CelebA, and reports its numbers only in a figure: ' +
          'compare models under the same recogniser and the same number of faces.',
      ],
    };
  },
});

/** Each face's mean over the attributes. */
function meanOf(each: readonly IdentityScores[]): IdentityScores {
  const mean = (score: keyof IdentityScores): Float32Array =>
    (each[0] as IdentityScores)[score].map(
      (_, face) => each.reduce((sum, scores) => sum + (scores[score][face] as number), 0) / each.length,
    );
  return {
    found: mean('found'),
    foundElsewhere: mean('foundElsewhere'),
    cosines: mean('cosines'),
    close: mean('close'),
  };
}
