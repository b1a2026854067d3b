import type { SinglePart } from '@attgan/core';
import type { CriticDefinition, GeneratorDefinition } from './definitions.ts';

export const generatorKind: SinglePart<GeneratorDefinition['kind']> = {
  kind: 'generator',
  summary: 'weights with their first values, and encoder and decoder as functions of them',
  part: 'one',
  default: 'attgan',
  resolve: ({ definition, options }, { attributes }) => definition.create(options, attributes.length),
};

export const criticKind: SinglePart<CriticDefinition['kind']> = {
  kind: 'critic',
  summary: 'weights with their first values, and the critic as a function of them',
  part: 'one',
  default: 'attgan',
  inherits: { generator: ['preset', 'size'] },
  resolve: ({ definition, options }, { attributes }) => definition.create(options, attributes.length),
};
