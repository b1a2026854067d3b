import { join } from 'node:path';
import type { Dataset, Split } from '@attgan/core';
import { DEFAULT_STRENGTH, openEditor, stoppable, type Editor } from '@attgan/editor';
import {
  evaluateModel,
  evaluationPictures,
  flipAttributes,
  measureAugmentation,
  openObservations,
  type EvaluatedModel,
  type EvaluateRequest,
  type Evaluation,
  type EvaluationPicture,
  type FlippedBy,
  type MetricResult,
} from '@attgan/eval';
import type { Sources } from '../open-sources.ts';
import { networkDefinitions } from '../models/network-definitions.ts';
import type { Registries } from '../registries.ts';
import { IN_SILENCE } from '../watch.ts';
import { chooseMetrics, type ChosenMetric } from './choose-metrics.ts';
import { describeClassifier } from './describe-classifier.ts';
import { STRENGTHS, type EvaluationRequest } from './evaluation-request.ts';
import { createReaders, type Readers } from './readers.ts';

export interface Setting extends Pick<Sources, 'dataset' | 'backend'> {
  readonly request: EvaluationRequest;
  readonly registries: Registries;
  /** The name of the data source. */
  readonly data: string;
}

export interface Evaluated {
  readonly evaluation: Evaluation;
  /** None of a faceless evaluation. */
  readonly pictures: readonly EvaluationPicture[];
  /** The same few faces by every model; none of one model, or of a faceless evaluation. */
  readonly flipped: readonly FlippedBy[];
}

/** Faces that models are shown side by side with. */
const SHOWN = 2;

/** Evaluates every model of the request on the same faces. @throws InterruptedError after saving, when the signal is aborted */
export async function evaluateAll({ request, registries, dataset, backend, data }: Setting): Promise<Evaluated> {
  const { split = 'test', count, strengths = STRENGTHS, faceless, seed = 0 } = request;
  const metrics = chooseMetrics(request.metrics, registries);
  const readers = createReaders(request, dataset, shippedClassifier(data, dataset.size, registries));
  const models: EvaluatedModel[] = [];
  const pictures: EvaluationPicture[] = [];
  const flipped: FlippedBy[] = [];
  const shown = Array.from({ length: Math.min(SHOWN, dataset.counts[split]) }, (_, index) => index);
  for (const { name, folder } of request.models) {
    const began = performance.now();
    const opened = await openEditor(folder, networkDefinitions(registries), backend.generators);
    const editor = stoppable(opened, request.signal);
    const strength = request.strength ?? editor.card.strength ?? DEFAULT_STRENGTH;
    const subject = { request, dataset, split, strength, strengths, seed, editor, name, metrics };
    const findings = await findingsOf(subject, readers);
    const measured = Object.values(findings).reduce((sum, found) => sum + ('seconds' in found ? found.seconds : 0), 0);
    // What an earlier call observed took time then.
    const seconds = Math.max(measured, (performance.now() - began) / 1000);
    models.push({ name, sha256: editor.sha256, strength, provenance: editor.card.provenance, seconds, findings });
    if (faceless !== true) {
      const drawn = await evaluationPictures({ editor, dataset, split, strength });
      pictures.push(...drawn.map((picture) => ({ model: name, ...picture })));
      if (request.models.length > 1) {
        const faces = await flipAttributes(editor, dataset, shown, { split, strength, labels: 'true' });
        flipped.push({ name, faces });
      }
    }
    editor.dispose();
  }
  const classifier = await readers.opened();
  const evaluation: Evaluation = {
    format: 1,
    data: dataset.description,
    split,
    faces: facesOf(dataset, split, count),
    attributes: dataset.attributes,
    strengths,
    seed,
    ...(classifier !== undefined && { classifier: await describeClassifier(classifier, dataset, split, request) }),
    backend: `${backend.name}: ${backend.description}`,
    models,
  };
  await readers.dispose();
  return { evaluation, pictures, flipped };
}

/** One model, and how it is evaluated. */
export interface EvaluatedSubject {
  readonly request: EvaluationRequest;
  readonly dataset: Dataset;
  readonly split: Split;
  readonly strength: number;
  readonly strengths: readonly number[];
  readonly seed: number;
  readonly editor: Editor;
  readonly name: string;
  readonly metrics: readonly ChosenMetric[];
}

/** What metrics are asked to observe of one model. */
export function observationsOf(
  { request, dataset, split, strength, strengths, seed, editor, name, metrics }: EvaluatedSubject,
  readers: Readers,
): EvaluateRequest {
  const { out, count, signal, onProgress } = request;
  return {
    editor,
    dataset,
    split,
    strength,
    strengths,
    seed,
    metrics,
    classifier: async () => {
      const { probabilities, sha256 } = await readers.classifier();
      return { probabilities, name: sha256 };
    },
    recogniser: readers.recogniser,
    store: openObservations(join(out, 'observations')),
    report: (done, total) => onProgress?.({ task: `evaluate ${name}`, done, total, note: `faces, ${name}` }),
    ...(signal !== undefined && { signal }),
    ...(count !== undefined && { count }),
  };
}

async function findingsOf(subject: EvaluatedSubject, readers: Readers): Promise<Record<string, MetricResult>> {
  const { request, dataset, split, strength, seed, editor, name } = subject;
  const { count, signal, report = IN_SILENCE, onProgress } = request;
  const findings = await evaluateModel(observationsOf(subject, readers));
  if (request.augmentation !== true) return findings;
  report(`Training a classifier on faces, half of them edited by ${name}.`);
  const began = performance.now();
  const finding = await measureAugmentation({
    editor,
    dataset,
    split,
    faces: facesOf(dataset, split, count),
    seed,
    strength,
    plain: await readers.classifier(),
    watch: {
      ...(signal !== undefined && { signal }),
      onProgress: ({ iteration, iterations, loss }) =>
        onProgress?.({ task: 'augmentation', done: iteration, total: iterations, note: `loss ${loss.toFixed(4)}` }),
    },
  });
  return { ...findings, augmentation: { seconds: (performance.now() - began) / 1000, finding } };
}

function facesOf({ counts }: Dataset, split: Split, count = Infinity): number {
  return Math.min(count, counts[split]);
}

/** Size of the classifiers that come along, pixels. */
const SHIPPED = 64;

/** One that comes along for such data, if there is one: of their size, or one that reads larger pictures made smaller. */
export function shippedClassifier(data: string, size: number, registries: Registries): string | undefined {
  for (const each of [size, SHIPPED].filter((edge) => edge <= size)) {
    try {
      return registries.model(`classifier-${data}-${each}`);
    } catch {
      // There is none of this size.
    }
  }
  return undefined;
}
