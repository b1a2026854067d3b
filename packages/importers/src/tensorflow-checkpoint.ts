import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AttganError } from '@attgan/core';
import {
  defineImporter,
  isTable,
  openByteSource,
  readBundle,
  type OpenByteSource,
  type StoredTensor,
} from '@attgan/formats';
import { buildModel } from './build-model.ts';
import { checkpointIn } from './checkpoint-in.ts';
import { scopesIn, tensorflowDialect, TENSORFLOW_SCALES } from './dialects/tensorflow.ts';
import { importOptions } from './options.ts';
import { readsFile } from './reads-file.ts';
import { readSettings } from './settings/read-settings.ts';

const SUFFIX = '.index';

/** Checkpoints of AttGAN-Tensorflow, of master (based on objects) and of branch v1 (based on names). */
export const tensorflowCheckpoint = defineImporter({
  name: 'tensorflow-checkpoint',
  summary:
    'TensorFlow’s checkpoints, named by their folder or their .index: of AttGAN-Tensorflow’s master and branch v1',
  options: importOptions,
  async reads(path) {
    if (await isFolder(path)) return (await checkpointIn(path)) !== undefined;
    return path.endsWith(SUFFIX) && readsFile(path, isTable);
  },
  async read(path, options) {
    const folder = (await isFolder(path)) ? path : dirname(path);
    const index = folder === path ? await checkpointIn(path) : path;
    if (index === undefined) throw new AttganError(`${path} holds no checkpoint of TensorFlow: it has no .index file.`);
    const opened: OpenByteSource[] = [];
    const open = (file: string): OpenByteSource => {
      const source = openByteSource(file);
      opened.push(source);
      return source;
    };
    try {
      const prefix = index.slice(0, -SUFFIX.length);
      const variables = readBundle(open(index), (shard, shards) =>
        open(`${prefix}.data-${padded(shard)}-of-${padded(shards)}`),
      );
      const scopes = scopesIn([...variables.keys()]);
      if (scopes === undefined) throw new AttganError(`${index} holds no generator of AttGAN-Tensorflow.`);
      const [encoder, decoder] = scopes;
      const folders = [folder, join(folder, '..')];
      const settings = await readSettings(options.settings, folders, encoder === 'UNetGenc');
      const foreign = {
        path: index,
        format: 'tensorflow-checkpoint',
        dialect: tensorflowDialect(encoder, decoder),
        generator: within(variables, [encoder, decoder]),
        constants: { scale: TENSORFLOW_SCALES[encoder] },
      };
      return buildModel(foreign, options, settings);
    } finally {
      for (const source of opened) source.close();
    }
  },
});

/** The variables of the generator, without what Adam remembers of them. */
function within(
  variables: ReadonlyMap<string, StoredTensor>,
  scopes: readonly string[],
): ReadonlyMap<string, StoredTensor> {
  const own = ([name]: readonly [string, unknown]): boolean =>
    scopes.some((scope) => name.startsWith(`${scope}/`)) && !/\/Adam(_\d+)?$/.test(name);
  return new Map([...variables].filter(own));
}

function padded(number: number): string {
  return String(number).padStart(5, '0');
}

async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.isDirectory() === true;
}
