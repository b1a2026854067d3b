import { attganCritic, attganGenerator, type CriticDefinition, type GeneratorDefinition } from '@attgan/nets';

/** A definition of a network, and its options as a user writes them. */
export interface NetworkChoice<Definition> {
  readonly definition: Definition;
  readonly options: Readonly<Record<string, unknown>>;
}

/** The networks that a method plays with. */
export interface NetworkChoices {
  readonly generator: NetworkChoice<GeneratorDefinition>;
  /** Of methods that have a critic. */
  readonly critic?: NetworkChoice<CriticDefinition>;
}

const SMALL = { preset: 'paper-64', size: 32, width: 1 / 32 } as const;

/** AttGAN's own, as small as they get. */
export const SMALL_NETWORKS: NetworkChoices = {
  generator: { definition: attganGenerator as GeneratorDefinition, options: SMALL },
  critic: { definition: attganCritic as CriticDefinition, options: SMALL },
};
