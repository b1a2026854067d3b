import { compose, optionsOf, resolveExperiment, UsageError, type Dataset } from '@attgan/core';
import {
  checkClassifierFolder,
  CLASSIFIER_PRESETS,
  measureClassifier,
  saveClassifier,
  trainClassifier,
  type ClassifierAccuracy,
  type ClassifierPresetName,
} from '@attgan/classifier';
import { trainOptions } from '@attgan/training';
import type { Command } from '../command.ts';
import { DATA_FLAGS, experimentLayers } from '../experiment-flags.ts';
import type { Flags } from '../flags.ts';
import { onInterrupt } from '../interrupt.ts';
import { wholeNumber } from '../number-flags.ts';
import { openRegistries } from '../registries.ts';

const NETWORKS = Object.keys(CLASSIFIER_PRESETS) as ClassifierPresetName[];

export const command: Command = {
  name: 'train-classifier',
  summary: 'trains the classifier that evaluation reads edits with',
  usage: '[--data celeba --data.root DIR] [--size 64] --out DIR',
  flags: {
    ...DATA_FLAGS,
    out: { type: 'text', summary: 'folder of the classifier; one that is there is replaced' },
    size: { type: 'text', summary: 'height and width of the faces, pixels; 64 unless given' },
    network: { type: 'text', summary: `${NETWORKS.join(' or ')}: full for photos, small for drawn faces` },
    iterations: { type: 'text', summary: 'what the network needs unless given' },
    batch: { type: 'text', summary: 'images an iteration' },
  },
  dotted: true,
  async run({ flags, words, output, root }) {
    if (words.length > 0) throw new UsageError(`train-classifier takes no "${words[0]}". Everything is a flag.`);
    const out = flags.text('out');
    if (out === undefined) throw new UsageError('--out is missing: the folder that the classifier is written to.');
    await checkClassifierFolder(out);
    const size = wholeNumber(flags, 'size') ?? 64;
    const [iterations, batch] = [wholeNumber(flags, 'iterations'), wholeNumber(flags, 'batch')];
    const registries = await openRegistries(flags.all('plugin'), root);
    const experiment = resolveExperiment(await experimentLayers(flags, root), registries, trainOptions);
    const composition = await compose(experiment, {
      backends: registries.backend,
      data: registries.data,
      size,
      report: output.report,
    });
    const { backend, dataset, reason } = composition;
    const stop = onInterrupt(output, 'Stopping. Nothing is kept of a classifier that is not done.');
    try {
      output.report(`Backend ${backend.name} (${reason}): ${backend.description}.`);
      output.report(`Data: ${dataset.description}.`);
      let progress: ReturnType<typeof output.progress> | undefined;
      const classifier = await trainClassifier(dataset, {
        network: networkOf(flags, dataset),
        seed: trainOptions.parse(experiment.train).seed,
        validation: dataset.counts.validation,
        signal: stop.signal,
        onProgress: ({ iteration, iterations: all, loss }) =>
          (progress ??= output.progress(all)).update(iteration, `loss ${loss.toFixed(4)}`),
        ...(iterations !== undefined && { iterations }),
        ...(batch !== undefined && { batch }),
      });
      const test = await measureClassifier(classifier, dataset, 'test');
      const crop = registries.data.get(experiment.data.name).crop?.(optionsOf(experiment.data), size);
      await saveClassifier(out, classifier, { data: dataset.description, test, ...(crop && { crop }) });
      classifier.dispose();
      output.result(`${accuracyText(test)}\nThe classifier is in ${out}.`, { folder: out, test });
    } finally {
      stop.release();
      await composition.close();
    }
  },
};

/** Drawn faces, whose true edits are known, are easily read. */
function networkOf(flags: Flags, { counterfactual }: Dataset): ClassifierPresetName {
  const name = flags.text('network') ?? (counterfactual === undefined ? 'full' : 'small');
  const known = NETWORKS.find((each) => each === name);
  if (known === undefined) throw new UsageError(`--network ${name}: there are ${NETWORKS.join(' and ')}.`);
  return known;
}

function accuracyText({ attributes, mean, faces, split }: ClassifierAccuracy): string {
  const width = Math.max(...attributes.map(({ attribute }) => attribute.length));
  const row = (name: string, share: number): string =>
    `${name.padEnd(width)} ${(100 * share).toFixed(2).padStart(6)} %`;
  return [
    `Read rightly, of ${faces} faces of the ${split} split:`,
    ...attributes.map(({ attribute, accuracy }) => row(attribute, accuracy)),
    row('mean', mean),
  ].join('\n');
}
