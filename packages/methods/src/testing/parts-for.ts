import { attganCritic, attganGenerator } from '@attgan/nets';
import { adam, constant, unaugmented, type MethodParts } from '@attgan/training';
import { l1, none, wganGp } from '../index.ts';

/** Small networks for 32 pixels and three attributes; `given` replaces any of the parts. */
export function partsFor(given: Partial<MethodParts> = {}): MethodParts {
  const options = { preset: 'paper-64', size: 32, width: 1 / 32 } as const;
  const generator = given.generator ?? attganGenerator.create(options, 3);
  return {
    attributes: ['Bangs', 'Bald', 'Young'],
    exclusive: [['Bangs', 'Bald']],
    generator,
    critic: attganCritic.create(options, 3),
    adversarial: wganGp.create({}),
    reconstruction: l1.create({}),
    constraint: none.create({}, { attributes: 3, latent: generator.latent, iterations: 10 }),
    optimizer: adam.create({}),
    schedule: constant.create({}),
    augmentation: unaugmented,
    iterations: 10,
    ...given,
  };
}
