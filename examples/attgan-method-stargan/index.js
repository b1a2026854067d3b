import { definePlugin, fold, lazy, UsageError } from '@attgan/core';
import { initWeights, withoutGradient } from '@attgan/kernels';
import { classificationAccuracy, classificationLoss } from '@attgan/losses';
import { adversarialTerms, drawEdits, modelTensors, randomDraws } from '@attgan/methods';
import { codeOf, decoderInput } from '@attgan/nets';
import { defineMethod } from '@attgan/training';
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';

const rate = z.number().positive();
const options = z.strictObject({
  criticUpdates: z.int().min(1).default(5).describe('updates of the critic for each of the generator'),
  scale: rate.default(0.5).describe('codes are (2·label − 1)·scale'),
  strength: rate.default(1).describe('default strength of edits: factor on the codes of edited attributes'),
});

/**
 * StarGAN's game (Choi et al., CVPR 2018, equations 5 to 7): no reconstruction from the face's own labels, as AttGAN has,
 * but an edit that can be undone. What is edited towards other labels and back must be the face again.
 */
export const stargan = defineMethod({
  name: 'stargan',
  summary: 'StarGAN: what is edited, and edited back, must be the face again',
  options,
  uses: ['generator', 'critic', 'adversarial', 'reconstruction', 'optimizer', 'schedule', 'augmentation'],
  defaults: { optimizer: { name: 'adam', learningRate: 1e-4 }, schedule: { name: 'linear', from: 0.5 } },
  create(
    { criticUpdates, scale, strength },
    {
      generator,
      critic,
      adversarial,
      reconstruction,
      optimizer,
      schedule,
      augmentation,
      attributes,
      exclusive,
      iterations,
    },
  ) {
    if (critic.conditional === true)
      throw new UsageError('stargan judges faces by themselves: choose another --critic.');
    const draws = randomDraws({ flipShare: 0, attributes, exclusive });
    const editing = { scale, strength, carriesCritic: true };
    const opposition = adversarialTerms(adversarial, {
      real: (f) => f.judgeReal().adversarial,
      made: (f) => f.judgeEdit().adversarial,
      slopes: (f) => f.slopes(),
    });
    // Summed over the attributes, as published.
    const misread = (labels, { attributes: logits }) => tf.mul(classificationLoss(labels, logits), attributes.length);
    const criticTerms = [
      ...opposition.critic,
      { name: 'classification', weight: 1, value: (f) => misread(f.labels, f.judgeReal()) },
    ];
    const generatorTerms = [
      ...opposition.generator,
      { name: 'classification', weight: 1, value: (f) => misread(f.target(), f.judgeEdit()) },
      { name: 'cycle', weight: 10, value: (f) => reconstruction(f.real, f.editedBack()) },
    ];
    return {
      players: [
        {
          name: 'critic',
          optimizer,
          schedule,
          bound: opposition.bound,
          init: (key) => ({ params: initWeights(critic.weights, key), state: {} }),
        },
        { name: 'generator', optimizer, schedule, init: (key) => initWeights(generator.weights, key) },
      ],
      stages: [
        {
          name: 'stargan',
          iterations,
          phases: [
            { name: 'critic', updates: criticUpdates, objectives: [{ player: 'critic', terms: criticTerms }] },
            { name: 'generator', updates: 1, objectives: [{ player: 'generator', terms: generatorTerms }] },
          ],
        },
      ],
      forward: (context) => forward({ generator, critic, augment: augmentation.critic, draws, scale }, context),
      advance: (f) => ({ generator: f.advanced() }),
      measures: {
        critic: { accuracyReal: (f) => classificationAccuracy(f.labels, f.judgeReal().attributes) },
        generator: { accuracyEdited: (f) => classificationAccuracy(f.target(), f.judgeEdit().attributes) },
      },
      editing,
      samples: ({ generator: values }, batch) =>
        drawEdits({ generator, editing, attributes, exclusive }, values, batch),
      model: (players) => modelTensors(players.generator, players.critic.params),
    };
  },
});

/** What the terms of one update share; what none of them asks for is not computed. */
function forward({ generator, critic, augment, draws, scale }, { batch: { images, labels }, players, key, updates }) {
  const { params, state } = players.generator;
  // In the critic's updates what the generator makes is data.
  const inert = (compute) => (updates('generator') ? compute() : withoutGradient(compute));
  const judge = (faces, seen) => critic.apply(players.critic.params, augment(faces, fold(key, seen)));
  const passes = [];
  const edit = (faces, own, wanted) => {
    const encoded = generator.encode(params, state, faces, 'training');
    const input = decoderInput(generator, codeOf(wanted, scale), () => codeOf(own, scale));
    const { image, moments } = generator.decode(params, state, encoded.features, input, 'training');
    passes.push({ part: 'encoder', moments: encoded.moments }, { part: 'decoder', moments });
    return image;
  };
  const target = lazy(() => withoutGradient(() => draws.target(labels, key)));
  const edited = lazy(() => inert(() => edit(images, labels, target())));
  return {
    real: images,
    labels,
    target,
    editedBack: lazy(() => edit(edited(), target(), labels)),
    judgeReal: lazy(() => judge(images, 'real')),
    judgeEdit: lazy(() => judge(edited(), 'edit')),
    slopes: () => ({
      critic: (faces) => judge(faces, 'between').adversarial,
      real: images,
      edited,
      position: () => draws.position(images.shape[0], key),
      key,
    }),
    // Of the first passes alone: what a model is given are faces, not edits.
    advanced: () => generator.advance(state, passes.slice(0, 2)),
  };
}

export default definePlugin({ name: 'attgan-method-stargan', provides: [stargan] });
