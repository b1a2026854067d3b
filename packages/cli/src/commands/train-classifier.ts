import { CLASSIFIER_PRESETS, type ClassifierAccuracy, type ClassifierPresetName } from '@attgan/classifier';
import { UsageError } from '@attgan/core';
import { trainClassifierFor } from '@attgan/experiment';
import { sourceLayers } from '../arguments/experiment-flags.ts';
import { choiceFlag, integerFlag } from '../arguments/number-flags.ts';
import type { Command } from '../command.ts';
import { interruptible } from '../interrupt.ts';

const NETWORKS = Object.keys(CLASSIFIER_PRESETS) as ClassifierPresetName[];
const PARTS = ['data', 'backend'] as const;

export const command: Command = {
  name: 'train-classifier',
  summary: 'trains the classifier that reads edits in evaluations',
  usage: '[--data celeba --data.root DIR] [--size 64] --out DIR',
  flags: {
    out: { type: 'text', summary: 'folder of the classifier; an existing one is replaced' },
    size: { type: 'text', summary: 'height and width of the faces, pixels (64)' },
    network: { type: 'text', summary: `${NETWORKS.join(' or ')} (full for photos, small for drawn faces)` },
    iterations: { type: 'text', summary: 'batches to train on (depends on the network)' },
    batch: { type: 'text', summary: 'images in each batch (depends on the network)' },
    seed: { type: 'text', summary: 'seed of everything random (0)' },
  },
  parts: PARTS,
  async run({ flags, words, output, registries }) {
    if (words.length > 0)
      throw new UsageError(`train-classifier takes no "${words[0]}". It has flags only; see --help.`);
    const out = flags.text('out');
    if (out === undefined) throw new UsageError('--out is missing: the folder that the classifier is written to.');
    const [iterations, batch] = [integerFlag(flags, 'iterations'), integerFlag(flags, 'batch')];
    const network = choiceFlag(flags, 'network', NETWORKS);
    const request = {
      out,
      size: integerFlag(flags, 'size') ?? 64,
      seed: integerFlag(flags, 'seed', 0) ?? 0,
      ...(network !== undefined && { network }),
      ...(iterations !== undefined && { iterations }),
      ...(batch !== undefined && { batch }),
    };
    await interruptible(output, 'Stopping; an unfinished classifier is not kept.', async (signal) => {
      const { report, onProgress } = output;
      const layers = sourceLayers(flags, PARTS, registries);
      const test = await trainClassifierFor(layers, registries, { ...request, signal, report, onProgress });
      output.result(`${accuracyText(test)}\nThe classifier is in ${out}.`, { folder: out, test });
    });
  },
};

function accuracyText({ attributes, mean, faces, split }: ClassifierAccuracy): string {
  const width = Math.max(...attributes.map(({ attribute }) => attribute.length));
  const row = (name: string, share: number): string =>
    `${name.padEnd(width)} ${(100 * share).toFixed(2).padStart(6)} %`;
  return [
    `Labels read correctly in ${faces} faces of the ${split} split:`,
    ...attributes.map(({ attribute, accuracy }) => row(attribute, accuracy)),
    row('mean', mean),
  ].join('\n');
}
