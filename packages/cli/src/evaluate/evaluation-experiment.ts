import { keysOf, mergeLayers, resolveExperiment, UsageError, type Experiment } from '@attgan/core';
import type { ModelCard } from '@attgan/formats';
import { trainOptions } from '@attgan/training';
import { experimentLayers } from '../experiment-flags.ts';
import type { Flags } from '../flags.ts';
import type { Registries } from '../registries.ts';

type Loose = Readonly<Record<string, unknown>>;

/**
 * The data and the backend that an evaluation runs on: the data that the model was trained on, with the model's
 * attributes, and what flags say otherwise.
 */
export async function evaluationExperiment(
  card: ModelCard,
  flags: Flags,
  registries: Registries,
  root: string,
): Promise<Experiment> {
  const given = await experimentLayers(flags, root);
  const odd = given
    .flatMap((layer) => Object.keys(layer))
    .find((part) => !['data', 'backend', 'plugins', 'train'].includes(part));
  if (odd !== undefined) throw new UsageError(`evaluate takes --data.… and --backend.… options, but none of ${odd}.`);
  const layers = [{ data: trainedOn(card) }, ...given];
  const { name } = mergeLayers(layers)['data'] as { name: string };
  const labelled = keysOf(registries.data.get(name).options).includes('attributes');
  const attributes = labelled ? [{ data: { name, attributes: card.attributes } }] : [];
  return resolveExperiment([...layers.slice(0, 1), ...attributes, ...given], registries, trainOptions);
}

/** The data part of the experiment that the card tells of; avatars where it tells of none. */
function trainedOn({ provenance }: ModelCard): Loose {
  const { experiment } = provenance as { experiment?: { data?: unknown } };
  const data = experiment?.data;
  return typeof data === 'object' && data !== null && 'name' in data ? (data as Loose) : { name: 'avatars' };
}
