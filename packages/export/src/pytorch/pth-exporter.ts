import { UsageError } from '@attgan/core';
import { writeFileAtomically } from '@attgan/formats';
import { z } from 'zod';
import { defineExporter } from '../definitions.ts';
import { criticStateDict, generatorStateDict, type StateDict } from './state-dicts.ts';

/** What AttGAN's PyTorch program saves and loads: `{'G': …}`, and `'D'` of models that have the critic. */
export const pthExporter = defineExporter({
  name: 'pth',
  summary: 'a .pth file for AttGAN’s PyTorch program: state dicts G, and D where the model has a critic',
  options: z.strictObject({}),
  async write(_, model, file) {
    if (!/\.(pth|pt)$/.test(file))
      throw new UsageError(`--out must end in .pth or .pt for this format, not "${file}".`);
    const critic = criticStateDict(model);
    const dicts = new Map<string, StateDict>([['G', generatorStateDict(model)]]);
    if (critic !== undefined) dicts.set('D', critic);
    const { pthFile } = await import('./pth-file.ts');
    await writeFileAtomically(file, pthFile(dicts));
    return [file];
  },
});
