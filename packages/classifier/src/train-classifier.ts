import { fold, randomKey, requireImages, yieldToEvents, type Dataset } from '@attgan/core';
import { disposeTree } from '@attgan/kernels';
import { initPlayer, readBatches } from '@attgan/training';
import { createClassifier, type AttributeClassifier } from './attribute-classifier.ts';
import { createReader } from './attribute-reader.ts';
import { classifierGradients } from './classifier-gradients.ts';
import { initClassifier, type ClassifierLayer } from './classifier-network.ts';
import { classifierOptimizer } from './classifier-optimizer.ts';
import { CLASSIFIER_PRESETS, type ClassifierPreset, type ClassifierPresetName } from './classifier-presets.ts';
import { measureClassifier } from './measure-classifier.ts';
import { roundToHalves } from './round-to-halves.ts';

export interface ClassifierOptions {
  /** Which network, trained how; `small` when absent. */
  readonly network?: ClassifierPresetName;
  /** Other layers than those of the network. */
  readonly layers?: readonly ClassifierLayer[];
  /** What `CLASSIFIER_PRESETS` says when absent. */
  readonly iterations?: number;
  /** Images in each iteration; what `CLASSIFIER_PRESETS` says when absent. */
  readonly batch?: number;
  readonly seed?: number;
  /** Images of the validation split that the accuracy is measured on; 500 when absent. */
  readonly validation?: number;
  /** Ends the training early, with an error. */
  readonly signal?: AbortSignal;
  /** Progress lines. */
  report?(this: void, line: string): void;
  /** After every iteration; the loss is the last one that was read. */
  onProgress?(this: void, progress: ClassifierProgress): void;
}

export interface ClassifierProgress {
  readonly iteration: number;
  readonly iterations: number;
  /** Mean binary cross-entropy of a batch. */
  readonly loss: number;
}

const REPORT_EVERY = 50;

/**
 * Trains a convolutional network on the train split: Adam with decoupled weight decay, a rate that rises linearly, then
 * falls linearly to 0. Equal arguments give equal classifiers, on the same backend with as many threads.
 * @throws AttganError where the train or the validation split is empty, InterruptedError when `signal` is aborted; nothing stays behind
 */
export async function trainClassifier(dataset: Dataset, options: ClassifierOptions = {}): Promise<AttributeClassifier> {
  const { network: name = 'small' } = options;
  const preset: ClassifierPreset = CLASSIFIER_PRESETS[name];
  const { layers = preset.layers, iterations = preset.iterations, batch = preset.batch, seed = 0 } = options;
  const { validation = 500, signal, report, onProgress } = options;
  const { attributes, size } = dataset;
  // Before a training of hours, and not after it.
  requireImages(dataset, 'validation', 'to measure the classifier on');
  const optimizer = classifierOptimizer(preset, iterations);
  const key = randomKey(seed, 'classifier');
  const init = () => initClassifier(fold(key, 'weights'), layers, size, attributes.length);
  let player = initPlayer({ name: 'classifier', optimizer: optimizer.optimizer, init }, key);
  const batches = readBatches(dataset, { batch, seed }, 0);
  try {
    let last = NaN;
    for (let iteration = 0; iteration < iterations; iteration++) {
      await yieldToEvents(signal);
      const { value: images } = await batches.next();
      const { loss, gradients, state } = classifierGradients(player, layers, images, preset, fold(key, iteration));
      disposeTree(player.state);
      player = { ...optimizer.step(player, gradients, iteration), state };
      if ((iteration + 1) % REPORT_EVERY === 0 || iteration + 1 === iterations) {
        last = (await loss.data())[0] as number;
        report?.(`classifier: ${iteration + 1}/${iterations}, loss ${last.toFixed(4)}`);
      }
      loss.dispose();
      onProgress?.({ iteration: iteration + 1, iterations, loss: last });
    }
  } catch (error) {
    disposeTree(player.params);
    disposeTree(player.state);
    throw error;
  } finally {
    await batches.return(undefined as never);
    disposeTree(player.slots);
  }
  const network = { attributes, size, layers, weights: await roundToHalves(player) };
  try {
    const measured = { attributes, ...createReader(network) };
    const accuracy = await measureClassifier(measured, dataset, 'validation', validation, signal);
    report?.(`classifier: ${(100 * accuracy.mean).toFixed(2)} % of validation labels read correctly`);
    return createClassifier({ ...network, training: { network: name, iterations, batch, seed }, validation: accuracy });
  } catch (error) {
    disposeTree(network.weights.params);
    disposeTree(network.weights.state);
    throw error;
  }
}
