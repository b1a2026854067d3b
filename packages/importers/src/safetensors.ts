import { extname } from 'node:path';
import { defineImporter, readSafetensors, type StoredTensor } from '@attgan/formats';
import { buildModel } from './build-model.ts';
import { pytorchDialect } from './dialects/pytorch.ts';
import { importOptions } from './options.ts';
import { readsFile } from './reads-file.ts';
import { besideFile, readSettings } from './settings/read-settings.ts';

/** PyTorch's names in a safetensors file, alone or with `G.` and `D.` before them. */
export const safetensors = defineImporter({
  name: 'safetensors',
  summary: 'safetensors files with the names of AttGAN-PyTorch',
  options: importOptions,
  reads: (path) => readsFile(path, () => extname(path).toLowerCase() === '.safetensors'),
  async read(path, options) {
    const settings = await readSettings(options.settings, besideFile(path));
    const { tensors } = await readSafetensors(path);
    const generator = below(tensors, 'G.') ?? withoutModule(tensors);
    const critic = below(tensors, 'D.');
    const foreign = { path, format: 'safetensors', dialect: pytorchDialect, generator, ...(critic && { critic }) };
    return buildModel(foreign, options, settings);
  },
});

type Tensors = ReadonlyMap<string, StoredTensor>;

function below(tensors: Tensors, prefix: string): Tensors | undefined {
  const found = [...tensors].filter(([name]) => name.startsWith(prefix));
  if (found.length === 0) return undefined;
  return withoutModule(new Map(found.map(([name, tensor]) => [name.slice(prefix.length), tensor])));
}

function withoutModule(tensors: Tensors): Tensors {
  return new Map([...tensors].map(([name, tensor]) => [name.replace(/^module\./, ''), tensor]));
}
