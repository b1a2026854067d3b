import { UsageError, weightsOf } from '@attgan/core';
import { initWeights } from '@attgan/kernels';
import { classificationAccuracy, classificationLoss, reconstructionLoss } from '@attgan/losses';
import { defineMethod, type Game, type MethodParts, type PlayerValues, type Term } from '@attgan/training';
import { adversarialTerms } from '../shared/adversarial-terms.ts';
import { diagnoseEdits } from '../shared/diagnose-edits.ts';
import { drawEdits } from '../shared/draw-edits.ts';
import { randomDraws, type Draws } from '../shared/draws.ts';
import { modelTensors } from '../shared/model-tensors.ts';
import { attganForward, type AttganForward, type AttganParts } from './attgan-forward.ts';
import { attganOptions, type AttganOptions } from './attgan-options.ts';

/** The parts that AttGAN uses. */
export const ATTGAN_PARTS = [
  'generator',
  'critic',
  'adversarial',
  'reconstruction',
  'constraint',
  'optimizer',
  'schedule',
  'augmentation',
] as const;
export type AttganPart = (typeof ATTGAN_PARTS)[number];

/** AttGAN (arXiv 1711.10678): section 3.1, equations 13 and 14. */
export const attgan = defineMethod({
  name: 'attgan',
  summary: 'AttGAN: faces are reconstructed with their own attributes; edits must satisfy classifier and critic',
  options: attganOptions,
  uses: ATTGAN_PARTS,
  create: (options, parts) => createAttgan(options, parts),
});

/** The game; `draws` fixes what an update draws, for comparisons. */
export function createAttgan(
  options: AttganOptions,
  {
    generator,
    critic,
    adversarial,
    reconstruction,
    constraint,
    optimizer,
    schedule,
    augmentation,
    iterations,
    attributes,
    exclusive,
  }: MethodParts<AttganPart>,
  draws: Draws = randomDraws({ ...options, attributes, exclusive }),
): Game<AttganForward> {
  if (critic.conditional === true)
    throw new UsageError(
      'attgan needs a critic that judges faces without a code: choose another --critic, such as attgan.',
    );
  const {
    criticUpdates,
    scale,
    strength,
    criticNoise,
    criticDoubt,
    doubtWeights,
    detail,
    detailFade,
    detailSmooth,
    restraint,
    jointDecoding,
  } = options;
  const networks: AttganParts = {
    generator,
    critic,
    scale,
    criticNoise,
    detail: { share: detail, fade: detailFade, smooth: detailSmooth },
    jointDecoding,
    jointJudging: true,
    draws,
    augment: augmentation.critic,
  };
  const editing = { scale, strength, detail, detailFade, detailSmooth, carriesCritic: true };
  const opposition = adversarialTerms<AttganForward>(adversarial, {
    real: (f) => f.judgeReal().adversarial,
    made: (f) => f.judgeEdit().adversarial,
    slopes: ({ real, edit, position, key, critic: judge }) => ({
      critic: (x) => judge(x).adversarial,
      real,
      edited: edit,
      position,
      key,
    }),
  });

  const criticTerms: Term<AttganForward>[] = [
    ...opposition.critic,
    { name: 'classification', weight: 1, value: (f) => classificationLoss(f.labels, f.judgeReal().attributes) },
  ];
  if (criticDoubt > 0) {
    const named = Object.keys(doubtWeights).length > 0;
    const weights = named ? weightsOf(doubtWeights, attributes, 'method.doubtWeights') : undefined;
    criticTerms.push({
      name: 'doubt',
      weight: criticDoubt,
      value: (f) => classificationLoss(f.labels, f.judgeEdit().attributes, weights),
    });
  }
  const generatorTerms: Term<AttganForward>[] = [
    ...opposition.generator,
    { name: 'classification', weight: 10, value: (f) => classificationLoss(f.target(), f.judgeEdit().attributes) },
    { name: 'reconstruction', weight: 100, value: (f) => reconstruction(f.real, f.reconstruction()) },
    ...constraint.terms,
  ];
  if (restraint > 0) {
    generatorTerms.push({ name: 'restraint', weight: restraint, value: (f) => reconstructionLoss(f.real, f.edit()) });
  }

  return {
    players: [
      {
        name: 'critic',
        optimizer,
        schedule,
        bound: opposition.bound,
        init: (key) => ({ params: initWeights(critic.weights, key), state: {} }),
      },
      ...constraint.players,
      {
        name: 'generator',
        optimizer,
        schedule,
        init: (key) => initWeights(generator.weights, key),
        grow: (name, stored) => generator.grow?.(name.replace(/^generator\/params\//, ''), stored),
      },
    ],
    stages: [
      {
        name: 'attgan',
        iterations,
        phases: [
          { name: 'critic', updates: criticUpdates, objectives: [{ player: 'critic', terms: criticTerms }] },
          ...(constraint.objectives.length === 0
            ? []
            : [{ name: 'constraint', updates: 1, objectives: constraint.objectives }]),
          { name: 'generator', updates: 1, objectives: [{ player: 'generator', terms: generatorTerms }] },
        ],
      },
    ],
    forward: (context) => attganForward(networks, context),
    advance: (forward) => ({ generator: forward.advancedState() }),
    measures: {
      critic: { accuracyReal: (f) => classificationAccuracy(f.labels, f.judgeReal().attributes) },
      generator: { accuracyEdited: (f) => classificationAccuracy(f.target(), f.judgeEdit().attributes) },
    },
    editing,
    samples: (players, batch) =>
      drawEdits({ generator, editing, attributes, exclusive }, players['generator'] as PlayerValues, batch),
    diagnose: diagnoseEdits,
    model: (players) => modelTensors(players['generator'] as PlayerValues, players['critic']?.params),
  };
}
