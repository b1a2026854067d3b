import { AttganError, uniform, type Dataset } from '@attgan/core';
import type { ModelCard } from '@attgan/formats';
import { reconstructionLoss, wassersteinCriticLoss, wassersteinGeneratorLoss } from '@attgan/losses';
import type { MethodDefinition, MethodParts } from '@attgan/training';
import { adam, constant, detailFields, unaugmented, type Game } from '@attgan/training';
import { ATTRIBUTES, EXCLUSIVE, type ConformanceSetting } from './kind-suite.ts';
import { SMALL_NETWORKS } from './network-choices.ts';
import { keyOf } from './probes.ts';

/** Iterations of the games that are played. */
export const ITERATIONS = 4;
const IMAGES = { train: 6, validation: 2, test: 0 };

/** Parts that every method can play with, by kind; those of the setting win. */
export function partsOf(setting: ConformanceSetting): Readonly<Record<string, unknown>> {
  const { attributes = ATTRIBUTES, networks = SMALL_NETWORKS } = setting;
  const { generator, critic } = networks;
  return {
    generator: generator.definition.create(generator.options as never, attributes.length),
    ...(critic && { critic: critic.definition.create(critic.options as never, attributes.length) }),
    adversarial: { criticLoss: wassersteinCriticLoss, generatorLoss: wassersteinGeneratorLoss },
    reconstruction: reconstructionLoss,
    constraint: { players: [], objectives: [], terms: [] },
    optimizer: adam.create({}),
    schedule: constant.create({}),
    augmentation: unaugmented,
    ...setting.parts,
  };
}

/** The game, of nothing but the parts that the method says it uses. @throws AttganError for a kind without a part */
export function gameOf(definition: MethodDefinition, setting: ConformanceSetting): Game<unknown> {
  const { options = {}, attributes = ATTRIBUTES, exclusive = EXCLUSIVE } = setting;
  const all = partsOf(setting);
  const missing = definition.uses.filter((kind) => !(kind in all));
  if (missing.length > 0) {
    throw new AttganError(
      `It uses ${missing.join(', ')}, for which there is no part: give one in "parts" of the setting.`,
    );
  }
  const used = Object.fromEntries(definition.uses.map((kind) => [kind, all[kind]]));
  const parts = { ...used, attributes, exclusive, iterations: ITERATIONS } as unknown as MethodParts;
  return definition.create(options, parts);
}

/** What a model of the game says of itself. */
export function cardOf({ editing }: Game<unknown>, setting: ConformanceSetting): ModelCard {
  const { attributes = ATTRIBUTES, exclusive = EXCLUSIVE, networks = SMALL_NETWORKS } = setting;
  const { generator, critic } = networks;
  const named = ({ definition, options }: typeof generator | NonNullable<typeof critic>): ModelCard['generator'] => ({
    name: definition.name,
    options,
  });
  return {
    format: 1,
    generator: named(generator),
    ...(editing.carriesCritic && critic && { critic: named(critic) }),
    attributes,
    exclusive,
    scale: editing.scale,
    strength: editing.strength,
    ...detailFields(editing),
    size: generator.definition.imageSize(generator.options as never),
    provenance: { madeBy: 'conformance cases' },
  };
}

/** A few coloured images in memory, with labels that no exclusive group forbids. */
export function smallDataset(setting: ConformanceSetting): Dataset {
  const { attributes = ATTRIBUTES, exclusive = EXCLUSIVE, networks = SMALL_NETWORKS } = setting;
  const size = networks.generator.definition.imageSize(networks.generator.options as never);
  const pixels = (index: number): number[] => {
    const [red, green, blue] = [...uniform(keyOf(`image ${index}`), 3, 0, 256)] as [number, number, number];
    return Array.from({ length: size * size }, (_, at) => {
      const light = 0.5 + 0.5 * Math.sin(at / size / (2 + index));
      return [red, green, blue].map((channel) => Math.floor(channel * light));
    }).flat();
  };
  const label = (index: number, at: number): number => {
    const free = !exclusive.some((group) => group.includes(attributes[at] as string));
    return free ? (index + at) % 2 : Number(index % attributes.length === at);
  };
  const labels = (indices: readonly number[]): Uint8Array =>
    Uint8Array.from(indices.flatMap((index) => attributes.map((_, at) => label(index, at))));
  return {
    attributes,
    exclusive,
    size,
    counts: IMAGES,
    description: 'coloured images',
    load: async (_, indices) => ({
      count: indices.length,
      size,
      pixels: Uint8Array.from(indices.flatMap(pixels)),
      labels: labels(indices),
    }),
    labels: async (_, indices) => labels(indices),
    names: async (_, indices) => indices.map(String),
    async close() {},
  };
}
