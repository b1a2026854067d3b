import { UsageError } from '@attgan/core';
import { studyText } from '@attgan/eval';
import { assignment, runStudy, type Loose } from '@attgan/experiment';
import { sourceLayers } from '../arguments/experiment-flags.ts';
import { integerFlag } from '../arguments/number-flags.ts';
import { readConfig } from '../arguments/read-config.ts';
import { pluginsOf } from '../arguments/trusted-plugins.ts';
import type { Command } from '../command.ts';
import { interruptible } from '../interrupt.ts';
import { readPlan } from '../read-plan.ts';

const PARTS = ['data', 'backend'] as const;

export const command: Command = {
  name: 'study',
  summary: 'trains and compares experiments under one protocol, and writes a page',
  usage: 'FILE --out DIR [--data.root DIR] [--backend NAME] [--plugin P]',
  flags: {
    out: { type: 'text', summary: 'folder of the runs, the page and the numbers; the same command continues from it' },
    seed: { type: 'text', summary: 'seed of the measurements (0); training seeds are in the plan' },
    set: {
      type: 'text',
      repeatable: true,
      summary: 'path=value within the plan, such as base.train.iterations=300 or evaluation.count=100',
    },
  },
  parts: PARTS,
  async plugins(argv, root) {
    const file = argv.find((word) => !word.startsWith('-') && /\.[cm]?[jt]s(on)?$/.test(word));
    if (file === undefined) return [];
    const { base, experiments } = (await readConfig(file, root)) as { base?: Loose; experiments?: Loose };
    return [
      { file, plugins: [base, ...Object.values(experiments ?? {})].flatMap((layer) => pluginsOf(layer as Loose)) },
    ];
  },
  async run({ flags, words, output, root, registries }) {
    const [file, ...rest] = words;
    if (file === undefined || rest.length > 0) {
      throw new UsageError('study takes one FILE: the plan, .json, .js or .ts.');
    }
    const out = flags.text('out');
    if (out === undefined) throw new UsageError('--out is missing: the folder of the runs and of the page.');
    const seed = integerFlag(flags, 'seed', 0) ?? 0;
    const plan = await readPlan(
      file,
      flags.all('set').map(assignment),
      sourceLayers(flags, PARTS, registries),
      flags.all('plugin'),
      root,
      registries,
      output.report,
    );
    await interruptible(output, 'Stopping; run the same command to continue.', async (signal) => {
      const { report, onProgress } = output;
      const { study, written } = await runStudy({ plan, out, seed }, registries, { signal, report, onProgress });
      output.result(`${studyText(study)}\n\n${Object.values(written).join('\n')}`, { ...written, study });
    });
  },
};
