import { UsageError, type ClusterPlace } from '@attgan/core';
import { trainOptions } from '@attgan/training';
import type { Experiment } from '../experiment.ts';

/** @throws UsageError unless every process has the same number of each batch's images */
export function checkShares(experiment: Experiment, { addresses: { length } }: ClusterPlace): void {
  const { batch } = trainOptions.parse(experiment.train);
  if (batch % length === 0) return;
  const near = Math.max(1, Math.round(batch / length)) * length;
  throw new UsageError(
    `--batch ${batch} cannot be shared equally by ${length} processes: choose a multiple, such as ${near}.`,
  );
}
