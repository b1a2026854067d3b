import { UsageError, type PartValues } from '@attgan/core';
import { leaves, type NetworkWeights, type Tree, type Weight } from '@attgan/kernels';

/** What a training is made of, as far as memory goes. */
export interface TrainingSize {
  readonly generator: Pick<PartValues['generator'], 'weights' | 'features'>;
  readonly critic?: Pick<PartValues['critic'], 'weights' | 'features'>;
  /** Images in each update. */
  readonly batch: number;
}

/** Node, TensorFlow and their buffers. */
const AT_REST = 450e6;
/** For each parameter: itself, its gradient, two moments, and what replaces them during a step. */
const COPIES = 6;
/** For each value of a feature map: several passes of the same network in one update, and what their gradients keep. */
const PASSES = 6;

/**
 * Bytes that the process will take at its largest, by counting parameters and feature maps; measured trainings of every method took
 * from 0.6 to 1.15 times as much. Networks whose feature maps nobody counted are estimated by their parameters alone.
 */
export function memoryNeeded({ generator, critic, batch }: TrainingSize): number {
  const parameters = valuesOf(generator.weights) + (critic === undefined ? 0 : valuesOf(critic.weights));
  const features = (generator.features ?? 0) + (critic?.features ?? 0);
  return AT_REST + 4 * (COPIES * parameters + PASSES * batch * features);
}

function valuesOf(weights: NetworkWeights | Tree<Weight>): number {
  return leaves<Weight>(weights as Tree<Weight>).reduce(
    (sum, { shape }) => sum + shape.reduce((product, size) => product * size, 1),
    0,
  );
}

/**
 * A line that says that a training may not fit into `free` bytes; undefined where it fits.
 * @throws UsageError with that line unless `force`
 */
export function checkMemory(size: TrainingSize, free: number, force: boolean): string | undefined {
  const needed = memoryNeeded(size);
  if (needed <= free) return undefined;
  const line = `This training needs about ${gigabytes(needed)} of memory, and ${gigabytes(free)} are free`;
  if (force) return `${line}; trying all the same.`;
  throw new UsageError(
    `${line}. Lower --batch (${size.batch}) or --generator.width, or add --force to try all the same.`,
  );
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
