import { UsageError } from '@attgan/core';
import { studyText } from '@attgan/eval';
import { runStudy } from '@attgan/experiment';
import { sourceLayers } from '../arguments/experiment-flags.ts';
import { integerFlag } from '../arguments/number-flags.ts';
import { readConfig } from '../arguments/read-config.ts';
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
  },
  parts: PARTS,
  async plugins(argv, root) {
    const file = argv.find((word) => !word.startsWith('-') && /\.[cm]?[jt]s(on)?$/.test(word));
    const { base } = file === undefined ? {} : ((await readConfig(file, root)) as { base?: { plugins?: unknown } });
    return Array.isArray(base?.plugins) ? (base.plugins as readonly string[]) : [];
  },
  async run({ flags, words, output, root, registries }) {
    const [file, ...rest] = words;
    if (file === undefined || rest.length > 0) {
      throw new UsageError('study takes one FILE: the plan, .json, .js or .ts.');
    }
    const out = flags.text('out');
    if (out === undefined) throw new UsageError('--out is missing: the folder of the runs and of the page.');
    const seed = integerFlag(flags, 'seed', 0) ?? 0;
    const plan = await readPlan(file, sourceLayers(flags, PARTS, registries), flags.all('plugin'), root);
    await interruptible(output, 'Stopping; run the same command to continue.', async (signal) => {
      const { report, onProgress } = output;
      const { study, written } = await runStudy({ plan, out, seed }, registries, { signal, report, onProgress });
      output.result(`${studyText(study)}\n\n${Object.values(written).join('\n')}`, { ...written, study });
    });
  },
};
