import type { SinglePart } from '@attgan/core';
// For the kinds that it declares.
import type {} from './definitions.ts';

export const generatorKind: SinglePart<'generator'> = {
  kind: 'generator',
  summary: 'first parameters, and encoder and decoder as functions of them',
  part: 'one',
  default: 'attgan',
  resolve: ({ definition, options }, { attributes }) => definition.create(options, attributes.length),
};

export const criticKind: SinglePart<'critic'> = {
  kind: 'critic',
  summary: 'first parameters, and the critic as a function of them',
  part: 'one',
  default: 'attgan',
  inherits: { generator: ['preset', 'size'] },
  resolve: ({ definition, options }, { attributes }) => definition.create(options, attributes.length),
};
