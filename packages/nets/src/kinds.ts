import { UsageError, type SinglePart } from '@attgan/core';
import type { CriticDefinition, GeneratorDefinition } from './definitions.ts';

export const generatorKind: SinglePart<GeneratorDefinition['kind']> = {
  kind: 'generator',
  summary: 'the generator network: its image size, its weights, and the forward passes of encoder and decoder',
  part: 'one',
  default: 'attgan',
  resolve: ({ definition, options }, { attributes }) => definition.create(options, attributes.length),
};

export const criticKind: SinglePart<CriticDefinition['kind']> = {
  kind: 'critic',
  summary: 'the critic network: its weights and its forward pass',
  part: 'one',
  default: 'attgan',
  needs: ['generator'],
  inherits: {
    from: ['generator'],
    options({ generator }) {
      if (generator === undefined) return {};
      const { definition, options } = generator;
      const { preset } = options as { readonly preset?: unknown };
      return { preset, size: definition.imageSize(options) };
    },
  },
  resolve({ definition, options }, { attributes, part }) {
    const critic = definition.create(options, attributes.length);
    const { size } = part('generator');
    if (critic.size === size) return critic;
    throw new UsageError(
      `The critic takes images of ${critic.size} px, but the generator makes images of ${size} px: set critic.size to ${size}.`,
    );
  },
};
