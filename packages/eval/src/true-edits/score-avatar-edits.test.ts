import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AttganError, type Dataset, type LabelledImages } from '@attgan/core';
import type { Change } from '@attgan/editor';
import type { Picture } from '@attgan/pictures';
import { describe, expect, test } from 'vitest';
import type { EvaluatedEditor } from '../evaluation/create-sample.ts';
import { evaluateModel } from '../evaluation/evaluate-model.ts';
import { openObservations } from '../evaluation/observation-store.ts';
import type { Finding } from '../finding.ts';
import { attributeAccuracy } from '../metrics/attribute-accuracy.ts';
import { groundTruth } from '../metrics/ground-truth.ts';
import { compareEdit } from '../scores/compare-edit.ts';
import { contactSheetOf } from '../sheets/contact-sheet-of.ts';
import { flippedLabels } from '../evaluation/flipped-labels.ts';
import { scoreAvatarEdits, type ScoredEditor } from './score-avatar-edits.ts';
import { scoreTable, scoreText } from './score-table.ts';

const attributes = ['Left', 'Top', 'Corner'];
const exclusive = [['Left', 'Top']];
const SIZE = 4;

/** A face of 4×4 pixels: each attribute lights pixels of its own; the background differs from face to face. */
function draw(index: number, labels: ArrayLike<number>): Uint8Array {
  const pixels = new Uint8Array(SIZE * SIZE * 3).fill(10 + (index % 7));
  const light = (pixel: number, value: number): void => void pixels.fill(value, pixel * 3, pixel * 3 + 3);
  if (labels[0] === 1) [4, 8, 12].forEach((pixel) => light(pixel, 210));
  if (labels[1] === 1) [1, 2, 3].forEach((pixel) => light(pixel, 110));
  if (labels[2] === 1) light(15, 60);
  return pixels;
}

const labelOf = (index: number): number[] => [Number(index % 3 === 1), Number(index % 3 === 2), index % 2];

function imagesOf(indices: readonly number[], label: (index: number, row: number) => number[]): LabelledImages {
  const labels = indices.map(label);
  const pixels = Uint8Array.from(indices.flatMap((index, row) => [...draw(index, labels[row] as number[])]));
  return { count: indices.length, size: SIZE, pixels, labels: Uint8Array.from(labels.flat()) };
}

const photos: Dataset = {
  attributes,
  exclusive,
  size: SIZE,
  counts: { train: 0, validation: 0, test: 40 },
  description: 'lights',
  load: async (_, indices) => imagesOf(indices, labelOf),
  labels: async (_, indices) => Uint8Array.from(indices.flatMap(labelOf)),
  names: async (_, indices) => indices.map(String),
  close: async () => undefined,
};

const dataset: Dataset = {
  ...photos,
  counterfactual: async (_, indices, wanted) =>
    imagesOf(indices, (__, row) => [...wanted.subarray(row * 3, row * 3 + 3)]),
};

/** What a face of ours shows, read off its pixels. */
function read({ pixels }: Picture): { background: number; labels: number[] } {
  const at = (pixel: number): number => pixels[pixel * 3] as number;
  return { background: at(0), labels: [Number(at(4) > 150), Number(at(1) > 80), Number(at(15) > 40)] };
}

function editorThat(edit: (picture: Picture, changes: readonly Change[]) => Uint8Array): ScoredEditor {
  return {
    card: { attributes },
    predict: async (pictures) => Uint8Array.from(pictures.flatMap((picture) => read(picture).labels)),
    editEach: async (pictures, _, variants) =>
      pictures.map((picture, position) =>
        (typeof variants === 'function' ? variants(position) : variants).map((changes) => ({
          ...picture,
          pixels: edit(picture, changes),
        })),
      ),
  };
}

function perfectPixels(picture: Picture, changes: readonly Change[]): Uint8Array {
  const { background, labels } = read(picture);
  for (const { attribute, value } of changes) {
    const index = attributes.indexOf(attribute);
    if (value === 'on' && index < 2) labels[1 - index] = 0;
    labels[index] = value === 'on' ? 1 : 0;
  }
  return draw(background - 10, labels);
}
/** Draws exactly what it is asked for. */
const perfect = editorThat(perfectPixels);
const identity = editorThat(({ pixels }) => pixels);
/** Leaves the edit undone, and shifts every value by 5. */
const shifted = editorThat(({ pixels }) => pixels.map((value) => value + 5));
const classifier = { predict: perfect.predict };

describe('the score of edits', () => {
  test('is ratio 0, nothing outside and every value read, for an editor that gives the true edit', async () => {
    const scores = await scoreAvatarEdits({ editor: perfect, dataset, classifier });
    expect(scores.faces).toBe(40);
    expect(scores.pooled).toMatchObject({ ratio: 0, insideOurs: 0, outside: 0, accuracy: 1 });
    expect(scores.mean).toMatchObject({ ratio: 0, outside: 0, accuracy: 1 });
    expect(scores.attributes.map(({ attribute }) => attribute)).toEqual(attributes);
  });

  test('is ratio 1, nothing outside and no value read, for an editor that changes nothing', async () => {
    const scores = await scoreAvatarEdits({ editor: identity, dataset, classifier });
    expect(scores.pooled).toMatchObject({ ratio: 1, outside: 0, accuracy: 0 });
    expect(scores.attributes.map(({ ratio }) => ratio)).toEqual([1, 1, 1]);
  });

  test('counts in 255ths what an editor changes outside', async () => {
    const scores = await scoreAvatarEdits({ editor: shifted, dataset });
    expect(scores.pooled.outside).toBeCloseTo(5, 10);
    expect(scores.mean.outside).toBeCloseTo(5, 10);
    expect(scores.pooled).not.toHaveProperty('accuracy');
  });

  test('pools over pixels, and averages over attributes', async () => {
    /** Perfect on `Corner`, idle on the rest. */
    const uneven: ScoredEditor = {
      ...perfect,
      editEach: async (...given) => {
        const [right, idle] = [await perfect.editEach(...given), await identity.editEach(...given)];
        return right.map((edits, face) => [...(idle[face] as Picture[]).slice(0, 2), edits[2] as Picture]);
      },
    };
    const { attributes: each, mean, pooled } = await scoreAvatarEdits({ editor: uneven, dataset, count: 6 });
    expect(each.map(({ ratio }) => ratio)).toEqual([1, 1, 0]);
    expect(mean.ratio).toBeCloseTo(2 / 3, 10);
    // By hand, faces 0 to 5: every flip of Left or Top lights or darkens three pixels, a swap six, Corner one.
    let [idle, all] = [0, 0];
    for (let index = 0; index < 6; index++) {
      const label = labelOf(index);
      const background = 10 + index;
      const [left, top, corner] = [3 * (210 - background), 3 * (110 - background), 60 - background];
      const bothOff = (label[0] ? left : 0) + (label[1] ? top : 0);
      idle += label[0] ? left : left + bothOff;
      idle += label[1] ? top : top + bothOff;
      all += corner;
    }
    expect(pooled.ratio).toBeCloseTo(idle / (idle + all), 10);
  });

  test('is what the metrics ground-truth and attribute-accuracy find of edits that start from the true labels', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'attgan-scores-'));
    const editor: EvaluatedEditor & ScoredEditor = {
      ...shifted,
      sha256: 'shifted',
      reconstruct: async (pictures) => [...pictures],
    };
    const shared = { editor, dataset, split: 'test', strength: 1 } as const;
    const scores = await scoreAvatarEdits({ ...shared, classifier, labels: 'true' });
    const results = await evaluateModel({
      ...shared,
      strengths: [],
      seed: 0,
      metrics: [groundTruth, attributeAccuracy].map((definition) => ({ definition, options: {} })),
      classifier: async () => ({
        name: 'exact',
        probabilities: async (pictures) => Float32Array.from(await classifier.predict(pictures)),
      }),
      store: openObservations(folder),
    });
    await rm(folder, { recursive: true });
    const findings = Object.values(results).map((result) => (result as { finding: Finding }).finding);
    const figures = findings.flatMap((finding) => finding.figures.map(({ estimate }) => estimate.value));
    const { ratio, outside, accuracy } = scores.mean;
    expect(figures.slice(0, 3)).toEqual([ratio, outside, accuracy].map((value) => expect.closeTo(value as number, 6)));
    const pooled = findings[0]?.tables[0]?.rows.at(-1)?.cells.map((cell) => cell?.value);
    expect(pooled).toEqual([scores.pooled.ratio, scores.pooled.insideOurs, scores.pooled.outside]);
  });

  test('starts from predicted labels or from the true ones, asks for the true opposite, and says which', async () => {
    const blind = { ...perfect, predict: async (pictures: readonly Picture[]) => new Uint8Array(pictures.length * 3) };
    const guessed = await scoreAvatarEdits({ editor: blind, dataset });
    expect(guessed).toMatchObject({ labels: 'predicted', pooled: { ratio: 0 } });
    expect(guessed.labelsRight).toBeLessThan(0.7);
    const told = await scoreAvatarEdits({ editor: blind, dataset, labels: 'true' });
    expect(told).toMatchObject({ labels: 'true', labelsRight: 1 });
  });

  test('needs a data source that knows true edits', async () => {
    await expect(scoreAvatarEdits({ editor: perfect, dataset: photos })).rejects.toThrow(AttganError);
  });

  test('needs data that labels what the model edits, in its order', async () => {
    const editor = { ...perfect, card: { attributes: ['Top', 'Left', 'Corner'] } };
    await expect(scoreAvatarEdits({ editor, dataset })).rejects.toThrow(
      /model edits Top, Left, Corner, but the data has the attributes Left, Top, Corner/,
    );
  });

  test('is a table with a row for each attribute, the mean and the pooled numbers', async () => {
    const scores = await scoreAvatarEdits({ editor: identity, dataset, classifier });
    const { columns, rows } = scoreTable(scores);
    expect(rows.map(([name]) => name)).toEqual([...attributes, 'Mean', 'Pooled']);
    expect(rows.every((row) => row.length === columns.length)).toBe(true);
    expect(
      new Set(
        scoreText(scores)
          .split('\n')
          .map((line) => line.length),
      ).size,
    ).toBe(1);
  });
});

test('a pixel belongs to the edit when one of its channels truly changes by more than 8', () => {
  const unedited = Uint8Array.of(100, 100, 100, 100, 100, 100);
  const truth = Uint8Array.of(100, 108, 100, 100, 100, 109);
  const ours = Uint8Array.of(101, 108, 100, 100, 103, 100);
  expect(compareEdit(unedited, truth, ours)).toEqual({
    insideOurs: 3 + 9,
    insideUnedited: 9,
    insideValues: 3,
    outsideOurs: 1,
    outsideValues: 3,
  });
});

test('a flip switches exclusive partners off on the way on, and leaves them on the way off', () => {
  const labels = Uint8Array.of(0, 1, 0, 1, 0, 1);
  expect([...flippedLabels(labels, 0, attributes, exclusive)]).toEqual([1, 0, 0, 0, 0, 1]);
});

test('a contact sheet has two rows a face where true edits are known, and one where not', async () => {
  const known = await contactSheetOf(perfect, dataset, [0, 1, 2], { scale: 40 });
  const unknown = await contactSheetOf(perfect, photos, [0, 1, 2], { scale: 40 });
  expect(known.height - unknown.height).toBe(3 * (SIZE * 40 + 4));
});
