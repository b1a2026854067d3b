import {
  AttganError,
  InterruptedError,
  parseOptions,
  UsageError,
  yieldToEvents,
  type LabelledImages,
} from '@attgan/core';
import { checkAttributes } from './check-attributes.ts';
import type { Finding } from '../finding.ts';
import { createSample, type EvaluatedEditor } from './create-sample.ts';
import type { FaceRecogniser } from '../recogniser/face-recogniser.ts';
import type { MetricDefinition, Observations, Reader, Rows } from '../metrics/metric.ts';
import { batchesOf, describeSubject, type SubjectRequest } from './describe-subject.ts';
import { observationKey } from './observation-key.ts';
import type { ObservationStore } from './observation-store.ts';
import type { Sample, Subject } from './sample.ts';
import { stoppableRead, stoppableTruths } from './stoppable-reads.ts';
import type { AttributeClassifier } from '@attgan/classifier';

export interface RequestedMetric {
  readonly definition: MetricDefinition;
  /** What its schema describes; `{}` for the defaults. */
  readonly options: unknown;
  /** What its finding is called; the metric's own name when absent. Lets one metric be measured with several options. */
  readonly name?: string;
}

export interface EvaluateRequest extends SubjectRequest {
  readonly editor: EvaluatedEditor;
  readonly metrics: readonly RequestedMetric[];
  /** Trained separately from the model; `name` identifies it. Opened only for metrics that need it. */
  classifier?(): Promise<Pick<AttributeClassifier, 'probabilities'> & { readonly name: string }>;
  recogniser?(): Promise<Pick<FaceRecogniser, 'embed'>>;
  /** Where observations are kept. */
  readonly store: ObservationStore;
  /** Aborting it ends the work with an InterruptedError; what was observed is kept. */
  readonly signal?: AbortSignal;
  /** Called after every batch of faces. */
  report?(facesDone: number, faces: number): void;
}

export type MetricResult = { readonly seconds: number; readonly finding: Finding } | { readonly unavailable: string };

const BATCH = 50;

/**
 * Lets every metric observe the faces and the model's edits of them, batch by batch, and summarises. What was observed before,
 * by the same metric with the same options of the same pixels under the same protocol, is not observed again.
 * @returns findings by the names of the metrics
 * @throws AttganError when the data has other attributes than the model, or has no face in the split
 * @throws UsageError for options that a metric does not take, and for equal names, before anything is edited
 */
export async function evaluateModel(request: EvaluateRequest): Promise<Record<string, MetricResult>> {
  const { editor, dataset, metrics, store } = request;
  checkAttributes(editor, dataset);
  const subject = await describeSubject(request);
  const results: Record<string, MetricResult> = {};
  const measured = measuredMetrics(metrics);
  const able = measured.filter(({ definition, name }) => {
    const unavailable = definition.whyUnavailable?.(subject);
    if (unavailable !== undefined) results[name] = { unavailable };
    return unavailable === undefined;
  });
  const needed = (reader: Reader): boolean => able.some(({ definition: { needs = [] } }) => needs.includes(reader));
  const readers: Readers = {
    ...(needed('classifier') && { classifier: await request.classifier?.() }),
    ...(needed('recogniser') && { recogniser: await request.recogniser?.() }),
  };
  const keys = able.map((): string[] => []);
  const seconds = able.map(() => 0);
  let done = 0;
  for (const indices of batchesOf(subject.faces, BATCH)) {
    const images = await dataset.load(subject.split, indices);
    const sample = sampleOf(request, readers, subject, indices, images);
    for (const [at, { definition, options, settings }] of able.entries()) {
      const began = performance.now();
      const classifier = readers.classifier?.name;
      const key = observationKey({ editor, subject, definition, settings, classifier }, images);
      keys[at]?.push(key);
      await stopping(yieldToEvents(request.signal), done, subject.faces);
      let kept = await store.read(definition.name, key);
      if (kept === undefined) {
        const observations = await stopping(definition.observe(sample, options), done, subject.faces);
        kept = { observations, seconds: (performance.now() - began) / 1000 };
        await store.write(definition.name, key, kept);
      }
      seconds[at] = (seconds[at] as number) + kept.seconds;
    }
    done += indices.length;
    request.report?.(done, subject.faces);
  }
  for (const [at, { definition, options, name }] of able.entries()) {
    const began = performance.now();
    await stopping(yieldToEvents(request.signal), done, subject.faces);
    const observations = await readAll(store, definition.name, keys[at] as string[]);
    const finding = definition.summarise(observations, subject, options);
    results[name] = { seconds: (seconds[at] as number) + (performance.now() - began) / 1000, finding };
  }
  return Object.fromEntries(measured.map(({ name }) => [name, results[name] as MetricResult]));
}

/** What `work` resolves to; where it was stopped, the error says how far it came. */
async function stopping<T>(work: Promise<T>, done: number, faces: number): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof InterruptedError)) throw error;
    throw new InterruptedError(`Stopped after ${done} of ${faces} faces. Run the same command to continue.`);
  }
}

/** With their names, and their options as the schemas fill them in: given or default, equal settings are equal. */
function measuredMetrics(metrics: readonly RequestedMetric[]) {
  const measured = metrics.map(({ definition, options, name = definition.name }) => ({
    definition,
    options,
    name,
    settings: parseOptions(definition.options, options, `metric.${definition.name}`),
  }));
  const names = measured.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return measured;
  throw new UsageError(`Two metrics are named "${twice}". Give each its own name.`);
}

interface Readers {
  readonly classifier?: Awaited<ReturnType<NonNullable<EvaluateRequest['classifier']>>> | undefined;
  readonly recogniser?: Pick<FaceRecogniser, 'embed'> | undefined;
}

function sampleOf(
  { editor, dataset, signal }: EvaluateRequest,
  { classifier, recogniser }: Readers,
  subject: Subject,
  indices: readonly number[],
  images: LabelledImages,
): Sample {
  const read = stoppableRead(classifier?.probabilities ?? missing('classifier'), signal);
  const recognise = stoppableRead(recogniser?.embed ?? missing('recogniser'), signal);
  return createSample({ subject, editor, dataset: stoppableTruths(dataset, signal), read, recognise }, indices, images);
}

function missing(reader: Reader): () => Promise<never> {
  return () => Promise.reject(new Error(`A metric asked for the ${reader} without saying that it needs one`));
}

/** The rows of all batches, one after the other. */
async function readAll(store: ObservationStore, metric: string, keys: readonly string[]): Promise<Observations> {
  const parts: Observations[] = [];
  for (const key of keys) {
    const kept = await store.read(metric, key);
    if (kept === undefined)
      throw new AttganError(`The observations of ${metric} are missing on the disk. Run the command again.`);
    parts.push(kept.observations);
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
