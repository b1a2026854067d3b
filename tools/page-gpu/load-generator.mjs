// @ts-check
import { existsSync } from 'node:fs';
import { findModel, readModel } from '@attgan/formats';
import { loadTree } from '@attgan/kernels';
import nets from '@attgan/nets';

/** The generator of a model, by its name or its folder, and its weights on the current backend. */
export async function loadGenerator(/** @type {string} */ model) {
  const folder = existsSync(model) ? model : findModel(model, process.cwd());
  const { card, tensors } = await readModel(folder);
  const definition = nets.provides.find(({ kind, name }) => kind === 'generator' && name === card.generator.name);
  if (definition?.kind !== 'generator') throw new Error(`${model} has a generator that is not of @attgan/nets.`);
  const generator = definition.create(card.generator.options, card.attributes.length);
  return { generator, weights: loadTree(generator.weights, tensors, { prefix: 'generator', describe: model }) };
}
