import { join } from 'node:path';
import { AttganError, compose, type Composition, type Dataset } from '@attgan/core';
import { openEditor } from '@attgan/editor';
import {
  evaluateModel,
  evaluationPictures,
  evaluationText,
  openObservations,
  openRecogniser,
  writeEvaluation,
  type Evaluation,
  type EvaluationPicture,
  type FaceRecogniser,
  type SavedClassifier,
} from '@attgan/eval';
import { readModel, type ModelCard } from '@attgan/formats';
import { onInterrupt } from '../interrupt.ts';
import type { Command, CommandContext } from '../command.ts';
import { evaluationClassifier } from '../evaluate/evaluation-classifier.ts';
import { evaluationExperiment } from '../evaluate/evaluation-experiment.ts';
import { EVALUATION_FLAGS, evaluationRequest, type EvaluationRequest } from '../evaluate/evaluation-request.ts';
import { DATA_FLAGS } from '../experiment-flags.ts';
import { openRegistries, type Registries } from '../registries.ts';

export const command: Command = {
  name: 'evaluate',
  summary: 'measures the edits of trained models, and writes a page',
  usage: '--model DIR [--model DIR] [--data celeba --data.root DIR] [--split test] --out DIR',
  flags: { ...EVALUATION_FLAGS, ...DATA_FLAGS },
  dotted: true,
  async run(context) {
    const { flags, output, root } = context;
    const request = evaluationRequest(flags);
    const registries = await openRegistries(flags.all('plugin'), root);
    const cards = await Promise.all(request.models.map(async ({ folder }) => (await readModel(folder)).card));
    const card = commonCard(cards, request);
    const experiment = await evaluationExperiment(card, flags, registries, root);
    const { size } = card;
    const parts = { backends: registries.backend, data: registries.data, size, report: output.report };
    const composition = await compose(experiment, parts);
    const stop = onInterrupt(output, 'Stopping after these faces. One more time to end at once.');
    try {
      output.report(`Backend ${composition.backend.name} (${composition.reason}): ${composition.backend.description}.`);
      output.report(`Data: ${composition.dataset.description}.`);
      const seed = Number(flags.text('seed') ?? 0);
      const { evaluation, pictures } = await evaluateAll({ ...context, request, registries, composition, seed, stop });
      const written = await writeEvaluation(request.out, evaluation, pictures);
      output.result(`${evaluationText(evaluation)}\n\n${written.page}\n${written.results}`, { ...written, evaluation });
    } finally {
      stop.release();
      await composition.close();
    }
  },
};

interface Setting extends CommandContext {
  readonly request: EvaluationRequest;
  readonly registries: Registries;
  readonly composition: Composition;
  readonly seed: number;
  readonly stop: { readonly signal: AbortSignal };
}

async function evaluateAll({ request, registries, composition, seed, output, stop }: Setting) {
  const { dataset, backend } = composition;
  const { out, split, count, strength, strengths, faceless } = request;
  const { signal } = stop;
  const metrics = (request.metrics ?? registries.metric.all().map(({ name }) => name)).map((name) => {
    const definition = registries.metric.get(name);
    return { definition, options: definition.options.parse({}) };
  });
  const folder = request.classifier ?? join(out, 'classifier');
  let classifier: Promise<SavedClassifier> | undefined;
  let recogniser: Promise<FaceRecogniser> | undefined;
  const models: Evaluation['models'][number][] = [];
  const pictures: EvaluationPicture[] = [];
  for (const { name, folder: modelFolder } of request.models) {
    const began = performance.now();
    const editor = await openEditor(modelFolder, {
      generator: registries.generator.get,
      critic: registries.critic.get,
    });
    let progress: ReturnType<typeof output.progress> | undefined;
    const findings = await evaluateModel({
      editor,
      dataset,
      split,
      strength,
      strengths,
      seed,
      metrics,
      classifier: async () => {
        const named = request.classifier !== undefined;
        const { probabilities, sha256 } = await (classifier ??= evaluationClassifier(
          folder,
          named,
          dataset,
          output,
          signal,
        ));
        return { probabilities, name: sha256 };
      },
      recogniser: () => (recogniser ??= openRecogniser()),
      store: openObservations(join(out, 'observations')),
      signal,
      report: (done, total) => (progress ??= output.progress(total)).update(done, `faces, ${name}`),
      ...(count !== undefined && { count }),
    });
    const seconds = (performance.now() - began) / 1000;
    models.push({ name, sha256: editor.sha256, provenance: editor.card.provenance, seconds, findings });
    if (!faceless) {
      const drawn = await evaluationPictures({ editor, dataset, split, strength });
      pictures.push(...drawn.map((picture) => ({ model: name, ...picture })));
    }
    editor.dispose();
  }
  (await recogniser)?.dispose();
  const evaluation: Evaluation = {
    format: 1,
    data: dataset.description,
    split,
    faces: Math.min(count ?? Infinity, dataset.counts[split]),
    attributes: dataset.attributes,
    strength,
    strengths,
    seed,
    ...(classifier !== undefined && { classifier: await describeClassifier(await classifier, dataset, request) }),
    backend: `${backend.name}: ${backend.description}`,
    models,
  };
  (await classifier)?.dispose();
  return { evaluation, pictures };
}

async function describeClassifier(
  { card, sha256, measure }: SavedClassifier,
  dataset: Dataset,
  { split, count }: EvaluationRequest,
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

/** One protocol needs one size and one order of attributes. */
function commonCard(cards: readonly ModelCard[], { models }: EvaluationRequest): ModelCard {
  const [first] = cards as readonly [ModelCard];
  const described = ({ attributes, size }: ModelCard): string => `${attributes.join(', ')} at ${size} px`;
  const odd = cards.findIndex((card) => described(card) !== described(first));
  if (odd < 0) return first;
  throw new AttganError(
    `${models[0]?.folder} edits ${described(first)}, but ${models[odd]?.folder} ${described(cards[odd] as ModelCard)}. ` +
      'Only models of the same attributes and size can be evaluated side by side.',
  );
}
