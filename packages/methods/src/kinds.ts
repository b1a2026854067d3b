import type { SinglePart } from '@attgan/core';
import type { AdversarialDefinition, ConstraintDefinition, MethodDefinition } from '@attgan/training';
import type { ReconstructionDefinition } from '@attgan/training';

const method: SinglePart<MethodDefinition['kind']> = {
  kind: 'method',
  summary: 'the training method: a game between players, and the parts it uses',
  part: 'one',
  default: 'attgan',
  usedBy: 'everyone',
};

const adversarial: SinglePart<AdversarialDefinition['kind']> = {
  kind: 'adversarial',
  summary: 'losses of critic and generator against each other, with a gradient penalty or weight clipping',
  part: 'one',
  default: 'wgan-gp',
  resolve: ({ definition, options }) => definition.create(options),
};

const reconstruction: SinglePart<ReconstructionDefinition['kind']> = {
  kind: 'reconstruction',
  summary: 'distance between a face and its reconstruction',
  part: 'one',
  default: 'l1',
  resolve: ({ definition, options }) => definition.create(options),
};

const constraint: SinglePart<ConstraintDefinition['kind']> = {
  kind: 'constraint',
  summary: 'extra players, and terms of the generator, that constrain z',
  part: 'one',
  default: 'none',
  needs: ['generator'],
  resolve: ({ definition, options }, { attributes, iterations, part }) =>
    definition.create(options, { attributes: attributes.length, latent: part('generator').latent, iterations }),
};

/** What a method is, and the kinds whose parts methods are made of besides networks. */
export const kinds = [method, adversarial, reconstruction, constraint];
