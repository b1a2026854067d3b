import { AttganError, lazy, UsageError, type GeneratorRuntime } from '@attgan/core';
import type { NamedOptions, StoredModel } from '@attgan/formats';
import { loadTree, type LoadTreeOptions } from '@attgan/kernels';
import { openDecoder, type Critic, type Generator } from '@attgan/nets';
import { closeGenerator } from './close-generator.ts';
import { createEditor } from './create-editor.ts';
import type { Editor, LabelReader, NetworkDefinitions } from './editor.ts';
import type { Networks } from './networks.ts';
import { checkPictureCost } from './picture-cost.ts';

/** Opens what runs a generator in place of tfjs's backend. @param describe stands for the model in messages */
export type RunGenerator = (describe: string) => Promise<GeneratorRuntime>;

/**
 * Opens a model that was read, on tfjs's current backend. The weights are checked against the networks that its card names.
 * @param folder where it came from, for messages and for readers beside it
 * @param open runs the generator other than by tfjs's backend, which then reads the labels
 * @throws AttganError in one line when networks and weights do not fit
 */
export async function openStoredEditor(
  folder: string,
  model: StoredModel,
  definitions: NetworkDefinitions,
  open?: RunGenerator,
): Promise<Editor> {
  const { card } = model;
  const generator = create(folder, card.generator, (name, options) =>
    definitions.generator(name).create(options, card.attributes.length),
  );
  checkSize(folder, 'generator', generator.size, card.size);
  checkPictureCost(`The model ${folder}`, generator);
  const place = placeOf(folder, 'generator');
  const run = open === undefined ? loaded(generator, model, place) : { runtime: await open(place.describe) };
  try {
    const reader = card.reader && lazyReader(() => openReader(folder, model, definitions));
    const networks: Networks = { generator, run, ...(reader && { reader }) };
    if (card.critic === undefined) return createEditor(model, networks);
    return createEditor(model, { ...networks, critic: loadCritic(folder, card.critic, definitions, model) });
  } catch (error) {
    closeGenerator(run);
    throw error;
  }
}

function loaded(generator: Generator, { tensors }: StoredModel, place: LoadTreeOptions): Networks['run'] {
  const weights = loadTree(generator.weights, tensors, place);
  return { weights, decoder: openDecoder(generator, weights) };
}

/** A reader that is opened when labels are first read. */
function lazyReader(open: () => Promise<LabelReader>): NonNullable<Networks['reader']> {
  let opened: LabelReader | undefined;
  return {
    open: lazy(async () => (opened = await open())),
    dispose: () => opened?.dispose(),
  };
}

async function openReader(
  folder: string,
  { card }: StoredModel,
  definitions: NetworkDefinitions,
): Promise<LabelReader> {
  const named = card.reader as NonNullable<typeof card.reader>;
  if (definitions.reader === undefined) {
    throw new AttganError(
      `The model ${folder} has labels read by ${named.model}, which is not at hand here. Give the labels yourself.`,
    );
  }
  const reader = await definitions.reader(named, folder);
  if (reader.attributes.join() === card.attributes.join()) return reader;
  reader.dispose();
  throw new AttganError(
    `The model ${folder} edits ${card.attributes.join(', ')}, but its reader ${named.model} reads ${reader.attributes.join(', ')}.`,
  );
}

/** Where a network's tensors are, and what to say of those that do not fit. */
function placeOf(folder: string, prefix: 'generator' | 'critic'): LoadTreeOptions {
  const advice = 'model.json and the weights do not match; copy the model again.';
  return { prefix, describe: `The model ${folder}`, advice };
}

function loadCritic(
  folder: string,
  named: NamedOptions,
  definitions: NetworkDefinitions,
  model: StoredModel,
): NonNullable<Networks['critic']> {
  const { attributes, size } = model.card;
  const critic: Critic = create(folder, named, (name, options) =>
    definitions.critic(name).create(options, attributes.length),
  );
  checkSize(folder, 'critic', critic.size, size);
  checkPictureCost(`The critic of the model ${folder}`, critic);
  return { critic, params: loadTree(critic.weights, model.tensors, placeOf(folder, 'critic')) };
}

/** The network, or what is wrong with its name or its options in this folder. */
function create<N extends Generator | Critic>(
  folder: string,
  { name, options }: NamedOptions,
  make: (name: string, options: unknown) => N,
): N {
  try {
    return make(name, options);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new AttganError(`The model ${folder}: ${error.message}`, { cause: error });
  }
}

function checkSize(folder: string, what: string, found: number, wanted: number): void {
  if (found === wanted) return;
  throw new AttganError(
    `The model ${folder} is for pictures of ${wanted} px, but its ${what} takes ${found} px. Copy the model again.`,
  );
}
