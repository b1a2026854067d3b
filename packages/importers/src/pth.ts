import { AttganError } from '@attgan/core';
import {
  defineImporter,
  isPytorch,
  readPytorch,
  withByteSource,
  type StateDict,
  type StateDicts,
} from '@attgan/formats';
import { buildModel } from './build-model.ts';
import { pytorchDialect } from './dialects/pytorch.ts';
import { importOptions } from './options.ts';
import { readsFile } from './reads-file.ts';
import { besideFile, readSettings } from './settings/read-settings.ts';

/** Files of AttGAN-PyTorch: `{ G }`, `{ G, D, … }` or a state dict by itself. */
export const pth = defineImporter({
  name: 'pth',
  summary: 'PyTorch’s files (.pth, .pt) of both formats, with the names of AttGAN-PyTorch; no code of theirs is run',
  options: importOptions,
  reads: (path) => readsFile(path, isPytorch),
  async read(path, options) {
    const settings = await readSettings(options.settings, besideFile(path));
    return withByteSource(path, (source) => {
      const dicts = readPytorch(source);
      const generator = dicts.get('G') ?? dicts.get('');
      if (generator === undefined) {
        throw new AttganError(
          `${path} holds no generator: it has ${[...dicts.keys()].slice(0, 5).join(', ')}, but no G.`,
        );
      }
      const critic = criticOf(dicts);
      const foreign = { path, format: 'pth', dialect: pytorchDialect, generator, ...(critic && { critic }) };
      return buildModel(foreign, options, settings);
    });
  },
});

function criticOf(dicts: StateDicts): StateDict | undefined {
  return dicts.get('D');
}
