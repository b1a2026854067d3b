import { BadFilesError, UsageError } from '@attgan/core';
import { evaluationText } from '@attgan/eval';
import { evaluateFolders, observeFolders, type Protocol } from '@attgan/experiment';
import { EVALUATION_FLAGS, evaluationFlags } from '../arguments/evaluation-flags.ts';
import { sourceLayers } from '../arguments/experiment-flags.ts';
import type { Command, CommandContext } from '../command.ts';
import { evaluateWholePhotos, PASTE_FLAGS } from '../evaluating/evaluate-whole-photos.ts';
import { interruptible } from '../interrupt.ts';
import { SHARD_FLAG, shardOf } from '../shards/shard-flags.ts';
import { listFailures } from '../work-through.ts';

const PARTS = ['data', 'backend'] as const;

export const command: Command = {
  name: 'evaluate',
  summary: 'measures the edits of trained models, and writes a page',
  usage: '--model DIR [--model DIR] [--data celeba --data.root DIR] [--split test] --out DIR',
  flags: { ...EVALUATION_FLAGS, ...PASTE_FLAGS, ...SHARD_FLAG },
  parts: PARTS,
  prefixes: ['metric'],
  async run(context) {
    const { flags, words, output, registries } = context;
    if (words.length > 0) throw new UsageError(`evaluate takes no "${words[0]}". It has flags only; see --help.`);
    const { folders, out, protocol } = evaluationFlags(flags);
    if (flags.has('paste')) return evaluateWholePhotos(context, folders, out);
    if (flags.has('shard')) return observeShard(context, folders, { ...protocol, out });
    const layers = sourceLayers(flags, PARTS, registries);
    await interruptible(output, 'Stopping; what was measured is kept.', async (signal) => {
      const { report, onProgress } = output;
      const watch = { signal, report, onProgress };
      const { evaluation, written, failures } = await evaluateFolders(folders, layers, registries, {
        ...protocol,
        ...watch,
        out,
      });
      const paths = Object.values(written ?? {});
      output.result([evaluationText(evaluation), '', ...paths].join('\n'), {
        ...written,
        evaluation,
        ...(failures.length > 0 && { failures }),
      });
      if (failures.length === 0) return;
      listFailures(failures, report);
      const what = `${failures.length} images could not be used, and others were measured in their place; the reasons are above`;
      throw new BadFilesError(`${what}. Restore them, or add --data.onBadImage skip.`, failures);
    });
  },
};

/** A part of the faces; what was observed is summarised by the same command without --shard. */
async function observeShard(
  { flags, output, registries }: CommandContext,
  folders: readonly string[],
  protocol: Protocol & { readonly out: string },
): Promise<void> {
  if (protocol.augmentation === true)
    throw new UsageError('--augmentation is measured of all faces. Leave --shard out.');
  const shard = shardOf(flags);
  const layers = sourceLayers(flags, PARTS, registries);
  await interruptible(output, 'Stopping; what was measured is kept.', async (signal) => {
    const { report, onProgress } = output;
    const path = await observeFolders(folders, layers, registries, { ...protocol, signal, report, onProgress }, shard);
    output.result(path, { observations: path, shard });
  });
}
