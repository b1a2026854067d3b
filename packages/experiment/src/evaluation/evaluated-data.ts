import { keysOf } from '@attgan/core';
import type { ModelCard } from '@attgan/formats';
import type { Chosen, Loose } from '../experiment.ts';
import { mergeLayers } from '../merge-layers.ts';
import type { Registries } from '../registries.ts';
import { resolveSome } from '../resolve-experiment.ts';
import { IN_SILENCE } from '../watch.ts';
import { leftOut, withoutWrites } from '../without-writes.ts';

/**
 * The data and the backend that models are evaluated on: the data that the model was trained on, with the model's attributes, and
 * what the layers say otherwise. A card names no folder that is written to.
 */
export function evaluatedData(
  card: ModelCard,
  layers: readonly Loose[],
  registries: Registries,
  report: (line: string) => void = IN_SILENCE,
): Readonly<Record<'data' | 'backend', Chosen>> {
  const { layer: trained, left } = withoutWrites({ data: trainedOn(card) }, registries);
  const { name } = mergeLayers([trained, ...layers])['data'] as Chosen;
  const labelled = keysOf(registries.of('data').get(name).options).includes('attributes');
  const attributes = labelled ? [{ data: { name, attributes: card.attributes } }] : [];
  const line = leftOut(left, 'model.json');
  if (line !== undefined) report(line);
  return resolveSome(['data', 'backend'], [trained, ...attributes, ...layers], registries);
}

/** The data of the experiment in the card's provenance; avatars where there is none. */
function trainedOn({ provenance }: ModelCard): Loose {
  const { experiment } = provenance as { experiment?: { data?: unknown } };
  const data = experiment?.data;
  return typeof data === 'object' && data !== null && 'name' in data ? (data as Loose) : { name: 'avatars' };
}
