import { definePlugin } from '@attgan/core';
import { attganCritic } from './attgan-critic.ts';
import { attganGenerator } from './attgan-generator.ts';
import { faderGenerator } from './baselines/fader-generator.ts';
import { icganCritic } from './baselines/icgan-critic.ts';
import { icganGenerator } from './baselines/icgan-generator.ts';
import { vaeganCritic } from './baselines/vaegan-critic.ts';
import { vaeganGenerator } from './baselines/vaegan-generator.ts';
import { criticKind, generatorKind } from './kinds.ts';

/** The networks that ship with attgan, and their two kinds. */
export default definePlugin({
  name: '@attgan/nets',
  kinds: [generatorKind, criticKind],
  provides: [attganGenerator, faderGenerator, icganGenerator, vaeganGenerator, attganCritic, icganCritic, vaeganCritic],
});
