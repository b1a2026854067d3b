import type { Definition } from '@attgan/core';
import networks from '@attgan/nets';
import training from '@attgan/training';
import { describeDefinition } from '../vitest.ts';

// Loaded late, as the cases load it.
const { metrics } = await import('@attgan/eval');

// Of the libraries that these cases build on, which therefore cannot use them in tests of their own.
const SMALL: Readonly<Record<string, object>> = {
  attgan: { preset: 'paper-64', size: 32, width: 1 / 32 },
  fader: { size: 32, width: 1 / 32 },
  icgan: { size: 32, width: 1 / 32 },
  vaegan: { size: 32, width: 1 / 32 },
};

const definitions: readonly Definition[] = [...networks.provides, ...training.provides, ...metrics.provides];
for (const definition of definitions) {
  if (definition.kind === 'backend') continue;
  const network = definition.kind === 'generator' || definition.kind === 'critic';
  describeDefinition(definition, { options: network ? SMALL[definition.name] : {} });
}
