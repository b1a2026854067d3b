import { UsageError } from '@attgan/core';
import { communicator } from '@attgan/kernels';
import { shareText } from '@attgan/training';
import type { Composition } from '../composition/compose.ts';
import type { Experiment } from '../experiment.ts';
import { differencesOf } from './differences.ts';

/** Where processes of one training may differ: each has its own machine, with its own folders. */
const OWN = /^(backend\.|plugins$|data\.\w+$)/;

/**
 * Compares the experiment and the data of this process with those of process 0, where several processes train.
 * @throws UsageError in one line for the first difference
 */
export async function checkSameExperiment({ experiment, dataset }: Composition): Promise<void> {
  const { attributes, exclusive, counts, size } = dataset;
  const own: Experiment = { ...experiment, dataset: { attributes, exclusive, counts, size } };
  const first = JSON.parse(await shareText(JSON.stringify(own))) as Experiment;
  // As JSON knows it.
  const here = JSON.parse(JSON.stringify(own)) as Experiment;
  const difference = differencesOf(first, here).find(({ path }) => path === 'data.name' || !OWN.test(path));
  if (difference === undefined) return;
  const { path, before = 'nothing', after = 'nothing' } = difference;
  throw new UsageError(
    `Process ${communicator().task} differs from process 0: ${path} is ${before} there and ${after} here. Start all with the same options.`,
  );
}
