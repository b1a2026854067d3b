import type { SinglePart } from '@attgan/core';
import type { AdversarialDefinition, ConstraintDefinition, MethodDefinition } from '@attgan/training';
import type { ReconstructionDefinition } from '@attgan/training';

const method: SinglePart<MethodDefinition['kind']> = {
  kind: 'method',
  summary: 'a game between players, and the parts it is made of',
  part: 'one',
  default: 'attgan',
  usedBy: 'everyone',
};

const adversarial: SinglePart<AdversarialDefinition['kind']> = {
  kind: 'adversarial',
  summary: 'the losses by which critic and generator oppose each other, with a penalty or clipping',
  part: 'one',
  default: 'wgan-gp',
  resolve: ({ definition, options }) => definition.create(options),
};

const reconstruction: SinglePart<ReconstructionDefinition['kind']> = {
  kind: 'reconstruction',
  summary: 'how unlike a face and its reconstruction are',
  part: 'one',
  default: 'l1',
  resolve: ({ definition, options }) => definition.create(options),
};

const constraint: SinglePart<ConstraintDefinition['kind']> = {
  kind: 'constraint',
  summary: 'further players, and terms of the generator, that hold z',
  part: 'one',
  default: 'none',
  needs: ['generator'],
  resolve: ({ definition, options }, { attributes, iterations, part }) =>
    definition.create(options, { attributes: attributes.length, latent: part('generator').latent, iterations }),
};

/** What a method is, and the kinds whose parts methods are made of besides networks. */
export const kinds = [method, adversarial, reconstruction, constraint];
