import { AttganError, UsageError } from '@attgan/core';
import type { Kernels } from './generator-choice.ts';

interface Known {
  readonly skips?: number;
  readonly injects?: number;
}

/**
 * How many layers of the decoder are given an encoder feature, and after how many the code is given again: what is known, and
 * otherwise the only numbers by which the decoder's layers take as many channels as their kernels have.
 * @throws AttganError where no numbers fit, UsageError where several do
 */
export function skipsAndInjects(kernels: Kernels, attributes: number, known: Known, file: string): Required<Known> {
  const { skips, injects } = known;
  if (skips !== undefined && injects !== undefined) return { skips, injects };
  const counts = kernels.decoder.map((_, count) => count);
  const fitting = counts
    .flatMap((one) => counts.map((other) => ({ skips: skips ?? one, injects: injects ?? other })))
    .filter((pair) => fits(kernels, attributes, pair));
  const [first] = fitting;
  if (first === undefined) {
    throw new AttganError(
      `${file} is no AttGAN: its decoder's layers take channels that no number of skips and injections gives.`,
    );
  }
  if (fitting.every((pair) => pair.skips === first.skips && pair.injects === first.injects)) return first;
  throw new UsageError(
    `${file} fits several numbers of skips and injections. Say which: --set skips=${first.skips} --set injects=${first.injects}.`,
  );
}

function fits({ encoder, decoder }: Kernels, attributes: number, { skips, injects }: Required<Known>): boolean {
  return decoder.every((shape, layer) => {
    if (layer === 0) return true;
    const skipped = layer <= skips ? (encoder.at(-1 - layer)?.[3] ?? NaN) : 0;
    const before = decoder[layer - 1]?.[2] as number;
    return shape[3] === before + skipped + (layer <= injects ? attributes : 0);
  });
}
