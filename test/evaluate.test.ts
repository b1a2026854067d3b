import { mkdtemp, readdir, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { trainClassifier, type AttributeClassifier } from '@attgan/classifier';
import { permutation, randomKey, type Backend, type Dataset, type LabelledImages } from '@attgan/core';
import { avatars } from '@attgan/data-avatars';
import type { Change } from '@attgan/editor';
import {
  evaluateModel,
  flippedLabels,
  metrics,
  openObservations,
  openRecogniser,
  type EvaluatedEditor,
  type FaceRecogniser,
  type Finding,
  type MetricDefinition,
} from '@attgan/eval';
import { facePictures, type Picture } from '@attgan/pictures';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { backendHere } from './backend-here.ts';

// Editors whose scores are known beforehand, held against the real metrics, classifier and recogniser on drawn faces.

const FACES = 60;
let root = '';
let backend: Backend;
let dataset: Dataset;
let classifier: AttributeClassifier;
let recogniser: FaceRecogniser;
/** Positions of faces in the split, by their pixels. */
let indices: Map<string, number>;
let trueEdit: (indices: readonly number[], labels: Uint8Array) => Promise<LabelledImages>;
const nameOf = ({ pixels }: Picture): string => Buffer.from(pixels).toString('base64');

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'attgan-evaluate-'));
  backend = await (await backendHere()).open({});
  dataset = await avatars.open({ train: 4000, validation: 100, test: FACES }, { size: 64, report: () => undefined });
  const { counterfactual } = dataset;
  if (counterfactual === undefined) throw new Error('drawn faces know their true edits');
  trueEdit = (faces, labels) => counterfactual('test', faces, labels);
  const faces = await dataset.load(
    'test',
    Array.from({ length: FACES }, (_, index) => index),
  );
  indices = new Map(facePictures(faces).map((face, index) => [nameOf(face), index]));
  classifier = await trainClassifier(dataset, { validation: 100 });
  recogniser = await openRecogniser();
}, 240_000);
afterAll(async () => {
  recogniser.dispose();
  classifier.dispose();
  await dataset.close();
  await backend.close();
  await rm(root, { recursive: true, force: true });
});

/** Returns what it is given. */
const identity: EvaluatedEditor = {
  sha256: 'identity',
  get card() {
    return { attributes: dataset.attributes };
  },
  reconstruct: async (pictures) => [...pictures],
  editEach: async (pictures, _, variants) =>
    pictures.map((picture, position) =>
      (typeof variants === 'function' ? variants(position) : variants).map(() => picture),
    ),
};

/** Draws the true edit of each face with the labels that `targetOf` makes of its own. */
function drawing(sha256: string, targetOf: (own: Uint8Array, changes: readonly Change[], index: number) => Uint8Array) {
  const editor: EvaluatedEditor = {
    ...identity,
    sha256,
    card: { attributes: dataset.attributes },
    async editEach(pictures, labels, variants) {
      const width = dataset.attributes.length;
      const edit = async (picture: Picture, position: number): Promise<Picture[]> => {
        const own = labels.subarray(position * width, (position + 1) * width);
        const index = indices.get(nameOf(picture)) as number;
        const edits: Picture[] = [];
        for (const changes of typeof variants === 'function' ? variants(position) : variants) {
          edits.push(...facePictures(await trueEdit([index], targetOf(own, changes, index))));
        }
        return edits;
      };
      return Promise.all(pictures.map(edit));
    },
  };
  return editor;
}

function changed(own: Uint8Array, changes: readonly Change[]): Uint8Array {
  let labels = own;
  for (const { attribute, value } of changes) {
    const index = dataset.attributes.indexOf(attribute);
    const on = value === 'on' || (typeof value === 'number' && value > 0);
    if (Number(on) !== labels[index]) labels = flippedLabels(labels, index, dataset.attributes, dataset.exclusive);
  }
  return labels;
}

async function evaluate(editor: EvaluatedEditor, names: readonly string[], folder = editor.sha256) {
  const chosen = (metrics.provides as readonly MetricDefinition[]).filter(({ name }) => names.includes(name));
  const results = await evaluateModel({
    editor,
    dataset,
    split: 'test',
    strength: 1,
    strengths: [1],
    seed: 0,
    metrics: chosen.map((definition) => ({ definition, options: definition.options.parse({}) })),
    classifier: async () => ({ probabilities: classifier.probabilities, name: 'small' }),
    recogniser: async () => recogniser,
    store: openObservations(join(root, folder)),
  });
  return names.map((name) => (results[name] as { finding: Finding }).finding);
}

const figure = (finding: Finding | undefined, name: RegExp): number =>
  finding?.figures.find((one) => name.test(one.name))?.estimate.value as number;

test('an editor that returns its input keeps everyone’s identity and changes nothing', async () => {
  const [accuracy, truth, who, copies] = await evaluate(identity, [
    'attribute-accuracy',
    'ground-truth',
    'identity',
    'reconstruction',
  ]);
  expect(figure(accuracy, /read as wanted/)).toBeLessThan(0.06);
  expect(figure(truth, /where edits belong/)).toBe(1);
  expect(figure(truth, /elsewhere/)).toBeLessThan(1);
  expect(figure(who, /found as their person/)).toBe(1);
  expect(figure(who, /cosine/i)).toBeCloseTo(1, 5);
  expect(figure(copies, /SSIM/)).toBe(1);
}, 120_000);

test('an editor that draws the true edit is read as wanted and leaves no error', async () => {
  const perfect = drawing('perfect', changed);
  const [accuracy, truth, slider] = await evaluate(perfect, ['attribute-accuracy', 'ground-truth', 'intensity']);
  expect(figure(accuracy, /read as wanted/)).toBeGreaterThan(0.95);
  expect(figure(accuracy, /others? .*wrongly/)).toBeLessThan(0.05);
  expect(figure(truth, /where edits belong/)).toBe(0);
  expect(figure(truth, /elsewhere/)).toBe(0);
  expect(figure(slider, /fall back/)).toBeGreaterThan(0.97);
}, 120_000);

test('a model of shuffled labels falls to chance', async () => {
  const width = dataset.attributes.length;
  const all = await dataset.labels('test', [...indices.values()]);
  const other = permutation(randomKey(3), FACES);
  const rowOf = (index: number): Uint8Array => all.subarray(index * width, (index + 1) * width);
  const shuffled = drawing('shuffled', (_, __, index) => rowOf(other[index] as number));
  const [accuracy] = await evaluate(shuffled, ['attribute-accuracy']);
  let agreeing = 0;
  for (const index of indices.values()) {
    for (let at = 0; at < width; at++) agreeing += Number(rowOf(other[index] as number)[at] !== rowOf(index)[at]);
  }
  expect(Math.abs(figure(accuracy, /read as wanted/) - agreeing / (FACES * width))).toBeLessThan(0.04);
}, 120_000);

test('what was observed is not observed again, and a damaged observation is', async () => {
  let asked = 0;
  const counting: EvaluatedEditor = {
    ...identity,
    card: { attributes: dataset.attributes },
    editEach: (...given) => {
      asked += 1;
      return identity.editEach(...given);
    },
  };
  const [before] = await evaluate(counting, ['attribute-accuracy']);
  expect(asked).toBe(0);
  const [file] = (await readdir(join(root, 'identity'))).filter((name) => name.startsWith('attribute-accuracy'));
  await truncate(join(root, 'identity', file as string), 100);
  const [after] = await evaluate(counting, ['attribute-accuracy']);
  expect(asked).toBe(1);
  expect(after).toEqual(before);
}, 120_000);
