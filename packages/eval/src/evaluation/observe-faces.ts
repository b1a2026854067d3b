import { InterruptedError, parseOptions, UsageError, yieldToEvents, type LabelledImages } from '@attgan/core';
import type { AttributeClassifier } from '@attgan/classifier';
import type { MetricDefinition, Reader } from '../metrics/metric.ts';
import type { FaceRecogniser } from '../recogniser/face-recogniser.ts';
import { checkAttributes } from './check-attributes.ts';
import { createSample, type EvaluatedEditor } from './create-sample.ts';
import { batchesOf, describeSubject, type SubjectRequest } from './describe-subject.ts';
import { observationKey } from './observation-key.ts';
import type { ObservationStore } from './observation-store.ts';
import type { Sample, Subject } from './sample.ts';
import { stoppableRead, stoppableTruths } from './stoppable-reads.ts';

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

/** Which batches of faces are observed: those number `index`, `index + count` and so on. */
export interface FaceShard {
  /** From 0 to `count` − 1. */
  readonly index: number;
  readonly count: number;
}

/** What was observed of some faces. */
export interface ObservedFaces {
  readonly subject: Subject;
  /** All metrics, by the names of their findings. */
  readonly measured: readonly MeasuredMetric[];
  /** Why some of them cannot be measured, by their names. */
  readonly unavailable: Readonly<Record<string, string>>;
  /** The others: where the store keeps the observations of each batch, and what they took together. */
  readonly observed: readonly {
    readonly metric: MeasuredMetric;
    readonly keys: readonly string[];
    readonly seconds: number;
  }[];
}

type MeasuredMetric = ReturnType<typeof measuredMetrics>[number];

const BATCH = 50;

/**
 * Lets every metric observe the faces and the model's edits of them, batch by batch. What was observed before, by the same metric with
 * the same options of the same pixels under the same protocol, is not observed again.
 * @param shard all faces when absent
 * @throws AttganError when the data has other attributes than the model, or has no face in the split
 * @throws UsageError for options that a metric does not take, and for equal names, before anything is edited
 * @throws InterruptedError when the signal is aborted
 */
export async function observeFaces(
  request: EvaluateRequest,
  shard: FaceShard = { index: 0, count: 1 },
): Promise<ObservedFaces> {
  const { editor, dataset, metrics, store } = request;
  checkAttributes(editor, dataset);
  const subject = await describeSubject(request);
  const unavailable: Record<string, string> = {};
  const measured = measuredMetrics(metrics);
  const able = measured.filter(({ definition, name }) => {
    const reason = definition.whyUnavailable?.(subject);
    if (reason !== undefined) unavailable[name] = reason;
    return reason === undefined;
  });
  const needed = (reader: Reader): boolean => able.some(({ definition: { needs = [] } }) => needs.includes(reader));
  const readers: Readers = {
    ...(needed('classifier') && { classifier: await request.classifier?.() }),
    ...(needed('recogniser') && { recogniser: await request.recogniser?.() }),
  };
  const keys = able.map((): string[] => []);
  const seconds = able.map(() => 0);
  const batches = batchesOf(subject.faces, BATCH).filter((_, batch) => batch % shard.count === shard.index);
  const faces = batches.reduce((sum, { length }) => sum + length, 0);
  let done = 0;
  for (const indices of batches) {
    const images = await dataset.load(subject.split, indices);
    const sample = sampleOf(request, readers, subject, indices, images);
    for (const [at, { definition, options, settings }] of able.entries()) {
      const began = performance.now();
      const classifier = readers.classifier?.name;
      const key = observationKey({ editor, subject, definition, settings, classifier }, images);
      keys[at]?.push(key);
      await stopping(yieldToEvents(request.signal), done, faces);
      let kept = await store.read(definition.name, key);
      if (kept === undefined) {
        const observations = await stopping(definition.observe(sample, options), done, faces);
        kept = { observations, seconds: (performance.now() - began) / 1000 };
        await store.write(definition.name, key, kept);
      }
      seconds[at] = (seconds[at] as number) + kept.seconds;
    }
    done += indices.length;
    request.report?.(done, faces);
  }
  const observed = able.map((metric, at) => ({ metric, keys: keys[at] as string[], seconds: seconds[at] as number }));
  return { subject, measured, unavailable, observed };
}

/** What `work` resolves to; where it was stopped, the error says how far it came. */
export async function stopping<T>(work: Promise<T>, done: number, faces: number): Promise<T> {
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
