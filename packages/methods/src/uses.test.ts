import { icganCritic, icganGenerator, vaeganCritic, vaeganGenerator } from '@attgan/nets';
import type { MethodDefinition, MethodParts } from '@attgan/training';
import { expect, test } from 'vitest';
import { attganIntensity } from './attgan-intensity/attgan-intensity.ts';
import { attgan } from './attgan/attgan.ts';
import { fader } from './fader/fader.ts';
import { icgan } from './icgan/icgan.ts';
import { partsFor } from './testing/parts-for.ts';
import { vaegan } from './vaegan/vaegan.ts';

const networks = { size: 32, width: 1 / 32 };
const KINDS = [
  'generator',
  'critic',
  'adversarial',
  'reconstruction',
  'constraint',
  'optimizer',
  'schedule',
  'augmentation',
] as const;

/** The methods, each with the networks that it can play with. */
const methods = {
  attgan: [attgan, {}],
  'attgan-intensity': [attganIntensity, {}],
  fader: [fader, {}],
  icgan: [
    icgan,
    { generator: icganGenerator.create({ ...networks, latent: 5 }, 3), critic: icganCritic.create(networks, 3) },
  ],
  vaegan: [
    vaegan,
    { generator: vaeganGenerator.create({ ...networks, latent: 5 }, 3), critic: vaeganCritic.create(networks, 3) },
  ],
} satisfies Readonly<Record<string, [MethodDefinition, Partial<MethodParts>]>>;

// What a method lists is what an experiment lets a user name: a part that is listed and not read would be chosen in vain, and one
// that is read and not listed would be missing.
test.each(Object.entries(methods))('%s reads the parts that it lists and no others', (_, [method, own]) => {
  const read = new Set<string>();
  const parts = new Proxy(partsFor(own), {
    get(target, key, receiver) {
      read.add(String(key));
      return Reflect.get(target, key, receiver) as unknown;
    },
  });
  const { uses, create }: MethodDefinition = method;
  create({}, parts);
  expect(KINDS.filter((kind) => read.has(kind)).sort()).toEqual([...uses].sort());
});
