import { AttganError, InterruptedError, type Dataset, type LabelledImages, type Split } from '@attgan/core';
import { checkAttributes } from './check-attributes.ts';
import type { Finding } from '../finding.ts';
import { createSample, type EvaluatedEditor } from './create-sample.ts';
import type { FaceRecogniser } from '../recogniser/face-recogniser.ts';
import type { MetricDefinition, Observations, Reader, Rows } from '../metrics/metric.ts';
import { keyOf, type ObservationStore } from './observation-store.ts';
import type { Sample, Subject } from './sample.ts';
import type { AttributeClassifier } from '@attgan/classifier';

export interface EvaluateRequest {
  readonly editor: EvaluatedEditor;
  readonly dataset: Dataset;
  readonly split: Split;
  /** Faces, the first of the split; all of them when absent. */
  readonly count?: number;
  readonly strength: number;
  readonly strengths: readonly number[];
  readonly seed: number;
  readonly metrics: readonly { readonly definition: MetricDefinition; readonly options: unknown }[];
  /** Trained apart from the model; `name` tells it from others. Only metrics that need one ask for it. */
  classifier?(): Promise<Pick<AttributeClassifier, 'probabilities'> & { readonly name: string }>;
  recogniser?(): Promise<Pick<FaceRecogniser, 'embed'>>;
  /** Where observations are kept. */
  readonly store: ObservationStore;
  /** Stops between batches, what was observed being kept. */
  readonly signal?: AbortSignal;
  /** Called after every batch of faces. */
  report?(facesDone: number, faces: number): void;
}

export type MetricResult = { readonly seconds: number; readonly finding: Finding } | { readonly unavailable: string };

const BATCH = 50;

/**
 * Lets every metric look at the faces and what the model makes of them, batch by batch, and sums up. What was observed
 * before, by the same metric of the same pixels under the same protocol, is not observed again.
 * @returns findings by the metric's name
 * @throws AttganError when the data labels other attributes than the model, or has no face in the split
 */
export async function evaluateModel(request: EvaluateRequest): Promise<Record<string, MetricResult>> {
  const { editor, dataset, metrics, store } = request;
  checkAttributes(editor, dataset);
  const subject = await describeSubject(request);
  const results: Record<string, MetricResult> = {};
  const able = metrics.filter(({ definition }) => {
    const unavailable = definition.whyUnavailable?.(subject);
    if (unavailable !== undefined) results[definition.name] = { unavailable };
    return unavailable === undefined;
  });
  const needed = (reader: Reader): boolean => able.some(({ definition: { needs = [] } }) => needs.includes(reader));
  const readers: Readers = {
    ...(needed('classifier') && { classifier: await request.classifier?.() }),
    ...(needed('recogniser') && { recogniser: await request.recogniser?.() }),
  };
  const keys = able.map((): string[] => []);
  const seconds = able.map(() => 0);
  for (let start = 0; start < subject.faces; start += BATCH) {
    if (request.signal?.aborted === true) {
      throw new InterruptedError(
        `Stopped after ${start} of ${subject.faces} faces. The same command goes on from there.`,
      );
    }
    const indices = Array.from({ length: Math.min(BATCH, subject.faces - start) }, (_, index) => start + index);
    const images = await dataset.load(subject.split, indices);
    const sample = sampleOf(request, readers, subject, indices, images);
    for (const [at, { definition, options }] of able.entries()) {
      const began = performance.now();
      const key = keyOf(protocolOf(request, readers, definition, options), images.pixels, images.labels);
      keys[at]?.push(key);
      if ((await store.read(definition.name, key)) === undefined) {
        await store.write(definition.name, key, await definition.observe(sample, options));
      }
      seconds[at] = (seconds[at] as number) + (performance.now() - began) / 1000;
    }
    request.report?.(start + indices.length, subject.faces);
  }
  for (const [at, { definition, options }] of able.entries()) {
    const began = performance.now();
    const observations = await readAll(store, definition.name, keys[at] as string[]);
    const finding = definition.summarise(observations, subject, options);
    results[definition.name] = { seconds: (seconds[at] as number) + (performance.now() - began) / 1000, finding };
  }
  return Object.fromEntries(metrics.map(({ definition: { name } }) => [name, results[name] as MetricResult]));
}

async function describeSubject({
  editor,
  dataset,
  split,
  count,
  strength,
  strengths,
  seed,
}: EvaluateRequest): Promise<Subject> {
  const faces = Math.min(count ?? Infinity, dataset.counts[split]);
  if (faces < 1) throw new AttganError(`There are no faces to evaluate in the ${split} split.`);
  const indices = Array.from({ length: faces }, (_, index) => index);
  const identities = await dataset.identities?.(split, indices);
  return {
    attributes: dataset.attributes,
    exclusive: dataset.exclusive,
    split,
    faces,
    labels: await dataset.labels(split, indices),
    ...(identities !== undefined && { identities }),
    hasTruths: dataset.counterfactual !== undefined,
    tellsIntensities: editor.intensities !== undefined,
    strength,
    strengths: [...new Set([...strengths, strength])].sort((a, b) => a - b),
    seed,
  };
}

interface Readers {
  readonly classifier?: Awaited<ReturnType<NonNullable<EvaluateRequest['classifier']>>> | undefined;
  readonly recogniser?: Pick<FaceRecogniser, 'embed'> | undefined;
}

function sampleOf(
  { editor, dataset }: EvaluateRequest,
  { classifier, recogniser }: Readers,
  subject: Subject,
  indices: readonly number[],
  images: LabelledImages,
): Sample {
  const read = classifier?.probabilities ?? missing('classifier');
  const recognise = recogniser?.embed ?? missing('recogniser');
  return createSample({ subject, editor, dataset, read, recognise }, indices, images);
}

function missing(reader: Reader): () => Promise<never> {
  return () => Promise.reject(new Error(`A metric asked for the ${reader} without saying that it needs one`));
}

/** All that observations hang on, apart from the faces. */
function protocolOf(
  { editor, strength, strengths, seed }: EvaluateRequest,
  { classifier }: Readers,
  { needs = [] }: MetricDefinition,
  options: unknown,
): string {
  const reader = needs.includes('classifier') ? classifier?.name : undefined;
  return JSON.stringify([editor.sha256, reader, strength, strengths, seed, options]);
}

/** The rows of all batches, one after the other. */
async function readAll(store: ObservationStore, metric: string, keys: readonly string[]): Promise<Observations> {
  const parts: Observations[] = [];
  for (const key of keys) {
    const part = await store.read(metric, key);
    if (part === undefined) throw new AttganError(`What ${metric} observed is gone from the disk. Run again.`);
    parts.push(part);
  }
  const names = Object.keys(parts[0] as Observations);
  return Object.fromEntries(names.map((name) => [name, joined(parts.map((part) => part[name] as Rows))]));
}

function joined(parts: readonly Rows[]): Rows {
  const values = new Float32Array(parts.reduce((sum, part) => sum + part.values.length, 0));
  let at = 0;
  for (const part of parts) {
    values.set(part.values, at);
    at += part.values.length;
  }
  return { width: (parts[0] as Rows).width, values };
}
