import { join } from 'node:path';
import type { Command } from '../command.ts';
import { integerFlag } from '../arguments/number-flags.ts';

export const command: Command = {
  name: 'demo',
  summary: 'edits a portrait, trains a small model for some minutes, and edits drawn faces',
  usage: '[--model DIR] [--out DIR] [--iterations N] [--score]',
  flags: {
    model: { type: 'text', summary: 'folder or name of a model of drawn faces (avatars-64)' },
    out: { type: 'text', summary: 'folder for the pictures; an earlier demo there is replaced (demo)' },
    iterations: { type: 'text', summary: 'iterations of the small training (150)' },
    score: { type: 'switch', summary: 'measure the model against the true edits' },
  },
  async run({ flags, output, root, registries }) {
    const iterations = integerFlag(flags, 'iterations') ?? 150;
    const { runDemo } = await import('../demo/run-demo.ts');
    const result = await runDemo({
      folder: flags.text('out') ?? join(root, 'demo'),
      model: flags.text('model') ?? 'avatars-64',
      score: flags.has('score'),
      iterations,
      registries,
      report: output.report,
      onProgress: output.onProgress,
    });
    output.result(
      `Portrait:        ${result.portrait}\nIts sheet:       ${result.portraitSheet}\nContact sheet:   ${result.sheet}\nIntensity strip: ${result.slide}\nPage:            ${result.page}`,
      result,
    );
    output.report('To edit photos in a browser: npx attgan serve --open');
  },
};
