import { parseOptions, UsageError } from '@attgan/core';
import { readModel, type ModelCard } from '@attgan/formats';
import type { StartModel } from '@attgan/training';
import { chosenFor, optionsOf, type Experiment, type Loose } from '../experiment.ts';
import type { Registries } from '../registries.ts';
import { differencesOf } from './differences.ts';

/** What of a model's options must fit a training that starts from it, beside its weights. */
type Trained = Pick<ModelCard, 'attributes' | 'generator' | 'critic' | 'scale'>;

/**
 * The model that a training starts from, `train.from` of the experiment. Options of its networks that the training changes are said.
 * @param from a model folder, or the name of an installed model
 * @param wanted what the training's own model will say of itself
 * @throws UsageError for a model of other attributes or another generator, AttganError for one that cannot be read
 */
export async function startModel(
  from: string,
  experiment: Experiment,
  wanted: Trained,
  registries: Registries,
  report: (line: string) => void,
): Promise<StartModel> {
  const { card, tensors, sha256 } = await readModel(registries.model(from));
  if (card.attributes.join() !== wanted.attributes.join()) {
    throw new UsageError(
      `The model ${from} edits ${card.attributes.join(', ')}; this training's attributes are ${wanted.attributes.join(', ')}. ` +
        'Its weights mean something only with the same attributes in the same order.',
    );
  }
  for (const kind of ['generator', 'critic'] as const) {
    const [chosen] = chosenFor(experiment, kind);
    const theirs = card[kind];
    if (chosen === undefined || theirs === undefined) continue;
    if (chosen.name !== theirs.name) {
      throw new UsageError(`The model ${from} has the ${kind} "${theirs.name}": add --${kind} ${theirs.name}.`);
    }
    const { options } = registries.of(kind).get(theirs.name);
    const before = parseOptions(options, theirs.options, kind) as Loose;
    for (const { path, before: was, after } of differencesOf(before, optionsOf(chosen))) {
      report(`${kind}.${path}: ${was ?? 'not set'} in ${from}, ${after ?? 'not set'} here.`);
    }
  }
  if (card.scale !== wanted.scale) report(`method.scale: ${card.scale} in ${from}, ${wanted.scale} here.`);
  return {
    describe: `The model ${from}`,
    tensors,
    note: `started from the weights of ${from} (SHA-256 ${sha256})`,
  };
}
