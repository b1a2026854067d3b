import { dirname, resolve } from 'node:path';
import {
  checkClassifierFolder,
  measureClassifier,
  saveClassifier,
  trainClassifier,
  type ClassifierAccuracy,
  type ClassifierPresetName,
} from '@attgan/classifier';
import { requireImages, yieldToEvents } from '@attgan/core';
import { makeFolder } from '@attgan/formats';
import { checkTrains } from '../choose-backend.ts';
import { optionsOf, type Loose } from '../experiment.ts';
import { openSources } from '../open-sources.ts';
import type { Registries } from '../registries.ts';
import { resolveSome } from '../resolve-experiment.ts';
import type { Watch } from '../watch.ts';

export interface ClassifierRequest extends Watch {
  /** Folder of the classifier; an existing one is replaced. */
  readonly out: string;
  /** Height and width of the faces, pixels. */
  readonly size: number;
  /** `full` for photos, `small` for drawn faces; what suits the data when absent. */
  readonly network?: ClassifierPresetName;
  /** The network's default when absent. */
  readonly iterations?: number;
  readonly batch?: number;
  readonly seed?: number;
}

/**
 * Trains the classifier that evaluations read edits with, measures it on the test split, and saves it.
 * @param layers that say which data and which backend
 * @throws AttganError for a folder that holds something else, InterruptedError when the signal is aborted; nothing is kept then
 */
export async function trainClassifierFor(
  layers: readonly Loose[],
  registries: Registries,
  { out, size, network, signal, report, onProgress, ...given }: ClassifierRequest,
): Promise<ClassifierAccuracy> {
  await checkClassifierFolder(out);
  // Before a training of hours, and not after it.
  await makeFolder(dirname(resolve(out)));
  const chosen = resolveSome(['data', 'backend'], layers, registries);
  checkTrains(chosen.backend.name, registries.of('backend'));
  const { dataset, close } = await openSources(chosen, registries, size, report);
  try {
    requireImages(dataset, 'train', 'to train on');
    requireImages(dataset, 'test', 'to measure the classifier on');
    const classifier = await trainClassifier(dataset, {
      ...given,
      network: network ?? (dataset.counterfactual === undefined ? 'full' : 'small'),
      validation: dataset.counts.validation,
      ...(signal !== undefined && { signal }),
      onProgress: ({ iteration, iterations, loss }) =>
        onProgress?.({ task: 'classifier', done: iteration, total: iterations, note: `loss ${loss.toFixed(4)}` }),
    });
    try {
      const test = await measureClassifier(classifier, dataset, 'test', undefined, signal);
      await yieldToEvents(signal);
      const crop = registries.of('data').get(chosen.data.name).crop?.(optionsOf(chosen.data), size);
      await saveClassifier(out, classifier, { data: dataset.description, test, ...(crop && { crop }) });
      return test;
    } finally {
      classifier.dispose();
    }
  } finally {
    await close();
  }
}
