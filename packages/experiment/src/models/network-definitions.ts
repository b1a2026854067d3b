import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openClassifier } from '@attgan/classifier';
import type { NetworkDefinitions } from '@attgan/editor';
import type { Registries } from '../registries.ts';

/** Where editors find the networks that models name, and the classifiers that read labels for them. */
export function networkDefinitions(registries: Registries): NetworkDefinitions {
  return {
    generator: registries.of('generator').get,
    critic: registries.of('critic').get,
    async reader({ model }, folder) {
      const beside = join(folder, model);
      return openClassifier(model.startsWith('.') && existsSync(beside) ? beside : registries.model(model));
    },
  };
}
