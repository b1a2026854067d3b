import { join } from 'node:path';
import type { SavedClassifier } from '@attgan/classifier';
import type { Composition, Dataset } from '@attgan/core';
import { DEFAULT_STRENGTH, openEditor, type Editor } from '@attgan/editor';
import {
  evaluateModel,
  evaluationPictures,
  flipAttributes,
  measureAugmentation,
  openObservations,
  type EvaluatedModel,
  type Evaluation,
  type EvaluationPicture,
  type FlippedBy,
  type MetricResult,
} from '@attgan/eval';
import type { Output } from '../output.ts';
import type { Registries } from '../registries.ts';
import type { EvaluationRequest } from './evaluation-request.ts';
import { createReaders, type Readers } from './readers.ts';

export interface Setting {
  readonly request: EvaluationRequest;
  readonly registries: Registries;
  readonly composition: Composition;
  /** The name of the data source. */
  readonly data: string;
  readonly seed: number;
  readonly output: Output;
  readonly signal: AbortSignal;
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

/** Evaluates every model of the request on the same faces. */
export async function evaluateAll(setting: Setting): Promise<Evaluated> {
  const { request, composition, registries, seed } = setting;
  const { dataset, backend } = composition;
  const { split, count, strengths, faceless } = request;
  const shipped = join('models', `classifier-${setting.data}-${dataset.size}`);
  const readers = createReaders(request, dataset, { ...setting, shipped });
  const models: EvaluatedModel[] = [];
  const pictures: EvaluationPicture[] = [];
  const flipped: FlippedBy[] = [];
  const shown = Array.from({ length: Math.min(SHOWN, dataset.counts[split]) }, (_, index) => index);
  for (const { name, folder } of request.models) {
    const began = performance.now();
    const editor = await openEditor(folder, { generator: registries.generator.get, critic: registries.critic.get });
    const strength = request.strength ?? editor.card.strength ?? DEFAULT_STRENGTH;
    const findings = await findingsOf({ editor, name, strength }, readers, setting);
    const seconds = (performance.now() - began) / 1000;
    models.push({ name, sha256: editor.sha256, strength, provenance: editor.card.provenance, seconds, findings });
    if (!faceless) {
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
    faces: facesOf(dataset, request),
    attributes: dataset.attributes,
    strengths,
    seed,
    ...(classifier !== undefined && { classifier: await describeClassifier(classifier, dataset, split, count) }),
    backend: `${backend.name}: ${backend.description}`,
    models,
  };
  await readers.dispose();
  return { evaluation, pictures, flipped };
}

async function findingsOf(
  { editor, name, strength }: { readonly editor: Editor; readonly name: string; readonly strength: number },
  readers: Readers,
  { request, registries, composition: { dataset }, seed, output, signal }: Setting,
): Promise<Record<string, MetricResult>> {
  const { out, split, count, strengths } = request;
  let progress: ReturnType<typeof output.progress> | undefined;
  const findings = await evaluateModel({
    editor,
    dataset,
    split,
    strength,
    strengths,
    seed,
    metrics: (request.metrics ?? registries.metric.all().map((metric) => metric.name)).map((metric) => {
      const definition = registries.metric.get(metric);
      return { definition, options: definition.options.parse({}) };
    }),
    classifier: async () => {
      const { probabilities, sha256 } = await readers.classifier();
      return { probabilities, name: sha256 };
    },
    recogniser: readers.recogniser,
    store: openObservations(join(out, 'observations')),
    signal,
    report: (done, total) => (progress ??= output.progress(total)).update(done, `faces, ${name}`),
    ...(count !== undefined && { count }),
  });
  if (!request.augmentation) return findings;
  output.report(`Training a classifier on faces half of which ${name} edited.`);
  const began = performance.now();
  let trained: ReturnType<typeof output.progress> | undefined;
  const finding = await measureAugmentation({
    editor,
    dataset,
    split,
    faces: facesOf(dataset, request),
    seed,
    strength,
    plain: await readers.classifier(),
    watch: {
      signal,
      onProgress: ({ iteration, iterations, loss }) =>
        (trained ??= output.progress(iterations)).update(iteration, `loss ${loss.toFixed(4)}`),
    },
  });
  return { ...findings, augmentation: { seconds: (performance.now() - began) / 1000, finding } };
}

function facesOf({ counts }: Dataset, { split, count = Infinity }: EvaluationRequest): number {
  return Math.min(count, counts[split]);
}

async function describeClassifier(
  { card, sha256, measure }: SavedClassifier,
  dataset: Dataset,
  split: EvaluationRequest['split'],
  count: number | undefined,
): Promise<NonNullable<Evaluation['classifier']>> {
  const { mean, faces, attributes } = await measure(dataset, split, count);
  const { iterations, batch, seed } = card.training;
  return {
    description: `trained apart from the models: ${iterations} iterations at batch ${batch}, seed ${seed}, ${card.data}`,
    sha256,
    accuracy: mean,
    accuracies: Object.fromEntries(attributes.map(({ attribute, accuracy }) => [attribute, accuracy])),
    count: faces,
  };
}
