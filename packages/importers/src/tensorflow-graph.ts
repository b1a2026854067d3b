import { AttganError } from '@attgan/core';
import { constantOf, defineImporter, isGraph, readGraph, withByteSource, type StoredTensor } from '@attgan/formats';
import { buildModel } from './build-model.ts';
import { scopesIn, tensorflowDialect, TENSORFLOW_SCALES } from './dialects/tensorflow.ts';
import { checkGraph } from './graph-check.ts';
import { importOptions } from './options.ts';
import { readsFile } from './reads-file.ts';
import { besideFile, readSettings } from './settings/read-settings.ts';

/** Frozen generators of AttGAN-Tensorflow: a GraphDef with the inputs `xa` and `b_` and the output `xb`. */
export const tensorflowGraph = defineImporter({
  name: 'tensorflow-graph',
  summary: 'TensorFlow’s frozen graphs (.pb), as AttGAN-Tensorflow’s to_pb.py writes them',
  options: importOptions,
  reads: (path) => readsFile(path, isGraph),
  async read(path, options) {
    return withByteSource(path, async (source) => {
      const nodes = readGraph(source);
      const constants = checkGraph(nodes, path);
      const scopes = scopesIn([...nodes.keys()]);
      if (scopes === undefined) throw new AttganError(`${path} holds no generator of AttGAN-Tensorflow.`);
      const [encoder, decoder] = scopes;
      const settings = await readSettings(options.settings, besideFile(path), encoder === 'UNetGenc');
      const generator = new Map<string, StoredTensor>();
      for (const node of nodes.values()) {
        if (node.op === 'Const' && isWeight(node.name)) generator.set(node.name, constantOf(node, path));
      }
      const known = { ...constants, scale: TENSORFLOW_SCALES[encoder] };
      const dialect = tensorflowDialect(encoder, decoder);
      return buildModel({ path, format: 'tensorflow-graph', dialect, generator, constants: known }, options, settings);
    });
  },
});

/** Other constants are shapes. */
function isWeight(name: string): boolean {
  return /\/(weights|biases|BatchNorm\/\w+)$/.test(name);
}
