import type { Definition } from '@attgan/core';
import {
  describeAdversarial,
  describeConstraint,
  describeMethod,
  describeReconstruction,
  type DescribeSetting,
} from '@attgan/conformance/vitest';
import {
  attganGenerator,
  faderGenerator,
  icganCritic,
  icganGenerator,
  vaeganCritic,
  vaeganGenerator,
} from '@attgan/nets';
import type { CriticDefinition, GeneratorDefinition } from '@attgan/nets';
import { attganCritic } from '@attgan/nets';
import { gan } from './adversarial/gan.ts';
import plugin from './index.ts';

const SMALL = { size: 32, width: 1 / 32 };

function networks(
  [generator, more]: readonly [unknown, object?],
  critic: unknown = attganCritic,
  options: object = {},
): Pick<DescribeSetting, 'networks'> {
  return {
    networks: {
      generator: { definition: generator as GeneratorDefinition, options: { ...SMALL, ...more } },
      critic: { definition: critic as CriticDefinition, options: { ...SMALL, ...options } },
    },
  };
}

/** What each method was published with; AttGAN's networks elsewhere. */
const SETTINGS: Readonly<Record<string, DescribeSetting>> = {
  attgan: { options: { criticUpdates: 1 } },
  'attgan-intensity': {
    options: { criticUpdates: 1 },
    ...networks([attganGenerator, { preset: 'paper-64', intensities: true }], attganCritic, { preset: 'paper-64' }),
  },
  fader: networks([faderGenerator]),
  icgan: { ...networks([icganGenerator, { latent: 5 }], icganCritic), parts: { adversarial: gan.create({}) } },
  vaegan: { ...networks([vaeganGenerator, { latent: 5 }], vaeganCritic), parts: { adversarial: gan.create({}) } },
};

for (const definition of plugin.provides as readonly Definition[]) {
  if (definition.kind === 'adversarial') describeAdversarial(definition);
  if (definition.kind === 'reconstruction') describeReconstruction(definition);
  if (definition.kind === 'constraint') describeConstraint(definition);
  if (definition.kind === 'method') describeMethod(definition, SETTINGS[definition.name]);
}
