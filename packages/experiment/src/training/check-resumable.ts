import { UsageError } from '@attgan/core';
import type { Experiment } from '../experiment.ts';
import { differencesOf, type Difference } from './differences.ts';

/** What weights and optimizers' slots belong to: they mean nothing in other networks. */
const FIXED = [
  /^method\.name$/,
  /^(generator|critic|constraint)\./,
  /^data\.(name|attributes)$/,
  /^(optimizer|average)\.name$/,
  /^train\.from$/,
];

/**
 * What a resumed run changes from here on, such as `train.seed was 0, is 7`.
 * @throws UsageError for a change of what the saved weights belong to
 */
export function checkResumable(saved: Experiment, wanted: Experiment): readonly string[] {
  const differences = differencesOf(saved, wanted).filter(({ path }) => path !== 'plugins');
  const refused = differences.find(({ path }) => FIXED.some((pattern) => pattern.test(path)));
  if (refused !== undefined) {
    const part = refused.path === 'train.from' ? 'start' : (refused.path.split('.')[0] as string);
    throw new UsageError(
      `A resumed run cannot change the ${part} (${describe(refused)}): its weights were trained with it. ` +
        'Remove that option, or train in a new run folder.',
    );
  }
  return differences.map(describe);
}

function describe({ path, before = 'nothing', after = 'nothing' }: Difference): string {
  return `${path} was ${before}, is ${after}`;
}
