import { UsageError } from '@attgan/core';
import { evaluationText } from '@attgan/eval';
import { evaluateFolders } from '@attgan/experiment';
import { EVALUATION_FLAGS, evaluationFlags } from '../arguments/evaluation-flags.ts';
import { sourceLayers } from '../arguments/experiment-flags.ts';
import type { Command } from '../command.ts';
import { interruptible } from '../interrupt.ts';

const PARTS = ['data', 'backend'] as const;

export const command: Command = {
  name: 'evaluate',
  summary: 'measures the edits of trained models, and writes a page',
  usage: '--model DIR [--model DIR] [--data celeba --data.root DIR] [--split test] --out DIR',
  flags: EVALUATION_FLAGS,
  parts: PARTS,
  prefixes: ['metric'],
  async run({ flags, words, output, registries }) {
    if (words.length > 0) throw new UsageError(`evaluate takes no "${words[0]}". It has flags only; see --help.`);
    const { folders, out, protocol } = evaluationFlags(flags);
    const layers = sourceLayers(flags, PARTS, registries);
    await interruptible(output, 'Stopping; what was measured is kept.', async (signal) => {
      const { report, onProgress } = output;
      const watch = { signal, report, onProgress };
      const { evaluation, written } = await evaluateFolders(folders, layers, registries, {
        ...protocol,
        ...watch,
        out,
      });
      const paths = Object.values(written ?? {});
      output.result([evaluationText(evaluation), '', ...paths].join('\n'), { ...written, evaluation });
    });
  },
};
