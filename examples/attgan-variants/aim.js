import { lazy, UsageError } from '@attgan/core';
import { initWeights, withoutGradient } from '@attgan/kernels';
import { classificationLoss } from '@attgan/losses';
import { drawEdits, modelTensors } from '@attgan/methods';
import { codeOf, decoderInput } from '@attgan/nets';
import { defineMethod } from '@attgan/training';
import { z } from 'zod';

/** A method that uses a part of our own kind: a critic reads attributes, and edits must be read as the target says. */
export const aim = defineMethod({
  name: 'aim',
  summary: 'edits that a critic reads as the labels that --target says',
  options: z.strictObject({
    scale: z.number().positive().default(0.5).describe('codes are (2·label − 1)·scale'),
    strength: z.number().positive().default(1).describe('factor on the codes of edited attributes, for later edits'),
  }),
  uses: ['generator', 'critic', 'reconstruction', 'optimizer', 'schedule', 'target'],
  create({ scale, strength }, { generator, critic, reconstruction, optimizer, schedule, target, ...rest }) {
    if (critic.conditional === true) throw new UsageError('aim judges faces by themselves: choose another --critic.');
    const { attributes, exclusive, iterations } = rest;
    const editing = { scale, strength, carriesCritic: true };
    const criticTerms = [
      { name: 'classification', weight: 1, value: (f) => classificationLoss(f.labels, f.read(f.real)) },
    ];
    const generatorTerms = [
      { name: 'classification', weight: 1, value: (f) => classificationLoss(f.wanted(), f.read(f.edit())) },
      { name: 'reconstruction', weight: 20, value: (f) => reconstruction(f.real, f.copy()) },
    ];
    return {
      players: [
        {
          name: 'critic',
          optimizer,
          schedule,
          init: (key) => ({ params: initWeights(critic.weights, key), state: {} }),
        },
        { name: 'generator', optimizer, schedule, init: (key) => initWeights(generator.weights, key) },
      ],
      stages: [
        {
          name: 'aim',
          iterations,
          phases: [
            { name: 'critic', updates: 1, objectives: [{ player: 'critic', terms: criticTerms }] },
            { name: 'generator', updates: 1, objectives: [{ player: 'generator', terms: generatorTerms }] },
          ],
        },
      ],
      forward: (context) => forward({ generator, critic, target, scale }, context),
      advance: (f) => f.averages(),
      measures: {},
      editing,
      samples: (players, batch) => drawEdits({ generator, editing, attributes, exclusive }, players.generator, batch),
      model: (players) => modelTensors(players.generator, players.critic.params),
    };
  },
});

/** What the terms of one update share; what none of them asks for is not computed. */
function forward({ generator, critic, target, scale }, { batch: { images, labels }, players, key, updates }) {
  const { params, state } = players.generator;
  const own = lazy(() => withoutGradient(() => codeOf(labels, scale)));
  const wanted = lazy(() => withoutGradient(() => target(labels, key)));
  const encoded = lazy(() => generator.encode(params, state, images, 'training'));
  const decode = (code) =>
    generator.decode(params, state, encoded().features, decoderInput(generator, code, own), 'training');
  const edited = lazy(() => decode(codeOf(wanted(), scale)));
  const passes = () => [
    { part: 'encoder', moments: encoded().moments },
    { part: 'decoder', moments: edited().moments },
  ];
  return {
    real: images,
    labels,
    wanted,
    edit: () => edited().image,
    copy: lazy(() => decode(own()).image),
    read: (faces) => critic.apply(players.critic.params, faces).attributes,
    averages: () => (updates('generator') ? { generator: generator.advance(state, passes()) } : {}),
  };
}
