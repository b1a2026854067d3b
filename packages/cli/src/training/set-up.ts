import { lazy, optionsOf, UsageError, type Experiment } from '@attgan/core';
import type { ModelCard } from '@attgan/formats';
import { reweigh, trainOptions, type Editing, type Game } from '@attgan/training';
import type { Registries } from '../registries.ts';

/** Networks are made once the data has said which attributes there are; sizes are known before. */
export function setUp(experiment: Experiment, registries: Registries) {
  const definition = registries.generator.get(experiment.generator.name);
  const generatorOptions = optionsOf(experiment.generator);
  const size = definition.imageSize(generatorOptions);
  const { iterations } = trainOptions.parse(experiment.train);
  const made = <P extends 'adversarial' | 'reconstruction'>(
    part: P,
  ): ReturnType<ReturnType<Registries[P]['get']>['create']> =>
    registries[part].get(experiment[part].name).create(optionsOf(experiment[part])) as never;
  return {
    size,
    createGame(attributes: readonly string[], exclusive: readonly (readonly string[])[]): Game<unknown> {
      const generator = definition.create(generatorOptions, attributes.length);
      const critic = registries.critic.get(experiment.critic.name);
      const { name: chosen } = experiment.constraint;
      // Read by those methods alone that heed it; a constraint that nobody heeds would be trained without unawares.
      let heeded = chosen === 'none';
      const constraint = lazy(() => {
        heeded = true;
        return registries.constraint.get(chosen).create(optionsOf(experiment.constraint), {
          attributes: attributes.length,
          latent: generator.latent,
          iterations,
        });
      });
      const game = registries.method.get(experiment.method.name).create(optionsOf(experiment.method), {
        attributes,
        exclusive,
        generator,
        critic: critic.create(optionsOf(experiment.critic), attributes.length),
        adversarial: made('adversarial'),
        reconstruction: made('reconstruction'),
        get constraint() {
          return constraint();
        },
        iterations,
      });
      if (!heeded) throw new UsageError(`The method "${experiment.method.name}" takes no constraint.`);
      return reweigh(game, experiment);
    },
  };
}

/** What the model's folder will say of it. */
export function cardOf(
  experiment: Experiment,
  registries: Registries,
  dataset: { attributes: readonly string[]; exclusive: readonly (readonly string[])[]; description: string },
  size: number,
  { scale, strength, carriesCritic }: Editing,
): ModelCard {
  const crop = registries.data.get(experiment.data.name).crop?.(optionsOf(experiment.data), size);
  const { generator, critic } = experiment;
  return {
    format: 1,
    generator: { name: generator.name, options: optionsOf(generator) },
    ...(carriesCritic && { critic: { name: critic.name, options: optionsOf(critic) } }),
    attributes: dataset.attributes,
    exclusive: dataset.exclusive,
    scale,
    strength,
    size,
    ...(crop !== undefined && { crop }),
    provenance: { madeBy: 'attgan train', data: dataset.description, experiment },
  };
}
