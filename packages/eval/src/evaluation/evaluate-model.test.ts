import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { UsageError, type Dataset } from '@attgan/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { defineMetric, type MetricDefinition } from '../metrics/metric.ts';
import type { EvaluatedEditor } from './create-sample.ts';
import { evaluateModel } from './evaluate-model.ts';
import type { EvaluateRequest, RequestedMetric } from './observe-faces.ts';
import { openObservations } from './observation-store.ts';

const SIZE = 2;
const dataset: Dataset = {
  attributes: ['Left', 'Right'],
  exclusive: [],
  size: SIZE,
  counts: { train: 0, validation: 0, test: 3 },
  description: 'squares',
  load: async (_, indices) => ({
    count: indices.length,
    size: SIZE,
    pixels: new Uint8Array(indices.length * SIZE * SIZE * 3).fill(7),
    labels: new Uint8Array(indices.length * 2),
  }),
  labels: async (_, indices) => new Uint8Array(indices.length * 2),
  names: async (_, indices) => indices.map(String),
  close: async () => undefined,
};

const card = { attributes: dataset.attributes, scale: 0.5, strength: 2, exclusive: [] };
const editor: EvaluatedEditor = {
  sha256: 'weights',
  card,
  reconstruct: async (pictures) => [...pictures],
  editEach: async (pictures, _, variants) =>
    pictures.map((picture, face) => (typeof variants === 'function' ? variants(face) : variants).map(() => picture)),
};

let [folder, observed] = ['', 0];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attgan-observations-'));
  observed = 0;
});
afterEach(() => rm(folder, { recursive: true }));

/** Finds `factor`; counts how often it looks. */
const factor = defineMetric({
  name: 'factor',
  summary: 'what it was given',
  options: z.strictObject({ factor: z.number().min(1).default(2) }),
  async observe(sample, options) {
    observed++;
    return { values: { width: 1, values: new Float32Array(sample.faces.length).fill(options.factor) } };
  },
  summarise({ values }) {
    const value = values.values[0] as number;
    const estimate = { value, low: value, high: value, count: values.values.length };
    return {
      figures: [{ name: 'factor', unit: 'number', better: 'higher', estimate }],
      tables: [],
      charts: [],
      notes: [],
    };
  },
});

async function factorsOf(metrics: readonly RequestedMetric[], change: Partial<EvaluateRequest> = {}) {
  const results = await evaluateModel({
    editor,
    dataset,
    split: 'test',
    strength: 1,
    strengths: [1],
    seed: 0,
    metrics,
    store: openObservations(folder),
    ...change,
  });
  return Object.fromEntries(
    Object.entries(results).map(([name, result]) => [
      name,
      'finding' in result ? result.finding.figures[0]?.estimate.value : undefined,
    ]),
  );
}

const asked = (options: unknown, definition: MetricDefinition = factor): RequestedMetric[] => [{ definition, options }];

test('options reach the metric; what was observed with equal ones, given or default, is not observed again', async () => {
  expect(await factorsOf(asked({}))).toEqual({ factor: 2 });
  expect(await factorsOf(asked({ factor: 2 }))).toEqual({ factor: 2 });
  expect(observed).toBe(1);
  expect(await factorsOf(asked({ factor: 3 }))).toEqual({ factor: 3 });
  expect(observed).toBe(2);
});

test('another version of a metric, weights or card observe anew', async () => {
  await factorsOf(asked({}));
  await factorsOf(asked({}, { ...factor, version: 1 }));
  expect(observed).toBe(1);
  const crop = { width: 178, height: 218, x: 4, y: 24, edge: 170 };
  const cards = [
    { ...card, scale: 1 },
    { ...card, strength: 1 },
    { ...card, exclusive: [['Left', 'Right']] },
    { ...card, crop },
    { ...card, crop: { ...crop, x: 5 } },
    { ...card, generator: { name: 'attgan', options: { slope: 0.2 } } },
    { ...card, generator: { name: 'attgan', options: { slope: 0.3 } } },
  ];
  for (const changed of cards) await factorsOf(asked({}), { editor: { ...editor, card: changed } });
  await factorsOf(asked({}), { editor: { ...editor, sha256: 'other' } });
  await factorsOf(asked({}, { ...factor, version: 2 }));
  expect(observed).toBe(1 + cards.length + 2);
});

test('the time that observing took is told by a later call, too', async () => {
  const slow: MetricDefinition = {
    ...factor,
    async observe(sample, options) {
      await setTimeout(40);
      return factor.observe(sample, options);
    },
  };
  const seconds = async (): Promise<number> => {
    const store = openObservations(folder);
    const metrics = asked({}, slow);
    const results = await evaluateModel({
      editor,
      dataset,
      split: 'test',
      strength: 1,
      strengths: [1],
      seed: 0,
      metrics,
      store,
    });
    return (results['factor'] as { readonly seconds: number }).seconds;
  };
  const [first, later] = [await seconds(), await seconds()];
  expect(observed).toBe(1);
  expect(first).toBeGreaterThanOrEqual(0.03);
  expect(later).toBeGreaterThanOrEqual(0.03);
});

test.each([
  [{ factor: 0 }, /^metric\.factor\.factor: [^\n]+$/],
  [{ facter: 3 }, /^Unknown option metric\.factor\.facter\. Did you mean "factor"[^\n]*$/],
  [3, /^metric\.factor: [^\n]+$/],
])('wrong options %j are told in one line, before anything is observed', async (options, message) => {
  const error: unknown = await factorsOf([
    ...asked({}).map((one) => ({ ...one, name: 'right' })),
    ...asked(options),
  ]).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(UsageError);
  expect((error as Error).message).toMatch(message);
  expect(observed).toBe(0);
});

test('a definition refuses wrong options by itself', () => {
  expect(() => factor.summarise({}, {} as never, { factor: 'x' })).toThrow(UsageError);
});

test('one metric may be measured with several options, under names of their own', async () => {
  const both = [1, 4].map((value) => ({ definition: factor, options: { factor: value }, name: `by ${value}` }));
  expect(await factorsOf(both)).toEqual({ 'by 1': 1, 'by 4': 4 });
  await expect(factorsOf([...asked({}), ...asked({ factor: 3 })])).rejects.toThrow(/Two metrics are named "factor"/);
});
