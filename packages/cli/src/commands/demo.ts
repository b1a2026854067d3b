import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AttganError } from '@attgan/core';
import type { Command } from '../command.ts';
import { wholeNumber } from '../number-flags.ts';

export const command: Command = {
  name: 'demo',
  summary: 'trains a small model before your eyes, then edits faces with a trained one',
  usage: '[--model DIR] [--out DIR] [--iterations N] [--score]',
  flags: {
    model: { type: 'text', summary: 'model of drawn faces; models/avatars-64 unless given' },
    out: { type: 'text', summary: 'folder for the pictures, emptied first; demo unless given' },
    iterations: { type: 'text', summary: 'of the small training; 150 unless given' },
    score: { type: 'switch', summary: 'measure the model against the true edits' },
  },
  async run({ flags, output, root }) {
    const model = flags.text('model') ?? join(root, 'models', 'avatars-64');
    if (!existsSync(model)) throw new AttganError(`There is no model in ${model}. Name one with --model.`);
    const iterations = wholeNumber(flags, 'iterations') ?? 150;
    const { runDemo } = await import('../demo/run-demo.ts');
    let progress: ReturnType<typeof output.progress> | undefined;
    const result = await runDemo({
      folder: flags.text('out') ?? join(root, 'demo'),
      model,
      score: flags.has('score'),
      iterations,
      report: output.report,
      onProgress({ iteration, iterations: total, metrics }) {
        progress ??= output.progress(total);
        progress.update(iteration, `L1 ${(metrics['generator/reconstruction'] ?? NaN).toFixed(3)}`);
      },
    });
    output.result(
      `Contact sheet:   ${result.sheet}\nIntensity strip: ${result.slide}\nPage:            ${result.page}`,
      result,
    );
  },
};
