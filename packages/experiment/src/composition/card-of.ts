import type { Dataset } from '@attgan/core';
import type { ModelCard } from '@attgan/formats';
import { detailFields, type Editing } from '@attgan/training';
import { chosenFor, optionsOf, type Chosen, type Experiment } from '../experiment.ts';
import type { Registries } from '../registries.ts';

/** The card of the model folder. */
export function cardOf(
  experiment: Experiment,
  registries: Registries,
  dataset: Pick<Dataset, 'attributes' | 'exclusive' | 'description'>,
  size: number,
  editing: Editing,
): ModelCard {
  const { data } = experiment;
  const { scale, strength, carriesCritic } = editing;
  const crop = registries.of('data').get(data.name).crop?.(optionsOf(data), size);
  const named = (kind: string): ModelCard['generator'] => {
    const [chosen] = chosenFor(experiment, kind) as [Chosen];
    return { name: chosen.name, options: optionsOf(chosen) };
  };
  return {
    format: 1,
    generator: named('generator'),
    ...(carriesCritic && { critic: named('critic') }),
    attributes: dataset.attributes,
    exclusive: dataset.exclusive,
    scale,
    strength,
    ...detailFields(editing),
    size,
    ...(crop !== undefined && { crop }),
    provenance: { madeBy: 'attgan train', data: dataset.description, experiment },
  };
}
