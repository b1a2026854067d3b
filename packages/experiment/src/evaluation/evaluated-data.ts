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
  const known = keysOf(registries.of('data').get(name).options);
  const fitted = {
    name,
    ...(known.includes('attributes') && { attributes: card.attributes }),
    // An image that cannot be used is no reason to lose hours of measuring.
    ...(known.includes('onBadImage') && { onBadImage: 'skip' }),
  };
  const line = leftOut(left, 'model.json');
  if (line !== undefined) report(line);
  return resolveSome(['data', 'backend'], [trained, { data: fitted }, ...layers], registries);
}

/** Whether the layers themselves say what becomes of images that cannot be used. */
export function saysOfBadImages(layers: readonly Loose[]): boolean {
  return 'onBadImage' in ((mergeLayers(layers)['data'] ?? {}) as Loose);
}

/** The data of the experiment in the card's provenance; avatars where there is none. */
function trainedOn({ provenance }: ModelCard): Loose {
  const { experiment } = provenance as { experiment?: { data?: unknown } };
  const data = experiment?.data;
  return typeof data === 'object' && data !== null && 'name' in data ? (data as Loose) : { name: 'avatars' };
}
