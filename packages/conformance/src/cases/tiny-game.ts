import { fold, lazy } from '@attgan/core';
import { initWeights, withoutGradient, type TensorTree } from '@attgan/kernels';
import {
  classificationLoss,
  gradientPenalty,
  interpolate,
  reconstructionLoss,
  wassersteinCriticLoss,
  wassersteinGeneratorLoss,
} from '@attgan/losses';
import { createAttganCritic, createAttganGenerator, criticSpec, generatorSpec } from '@attgan/nets';
import type { Critic, Generator, Judgement } from '@attgan/nets';
import { adam, type Batch, type ForwardContext, type Game, type Term } from '@attgan/training';
import * as tf from '@tensorflow/tfjs-core';
import { draw, map, toTensor } from '../values.ts';

// AttGAN in small: what its method does in an update, of networks and losses alone.

export const ATTRIBUTES = 3;
const BATCH = 3;
const SIZE = 32;
const SPEC = { preset: 'paper-64', width: 1 / 32, size: SIZE } as const;

interface Forward {
  readonly real: tf.Tensor4D;
  readonly labels: tf.Tensor2D;
  readonly target: tf.Tensor2D;
  edit(): tf.Tensor4D;
  reconstruction(): tf.Tensor4D;
  judge(faces: tf.Tensor4D): Judgement;
  averages(): TensorTree;
}

/** Pixels, labels: the same for every update. */
export function tinyBatch(): Batch {
  const labels = map(draw('labels of the tiny game', [BATCH, ATTRIBUTES]), (value) => (value > 0 ? 1 : 0));
  return {
    images: toTensor(draw('faces of the tiny game', [BATCH, SIZE, SIZE, 3])) as tf.Tensor4D,
    labels: toTensor(labels) as tf.Tensor2D,
  };
}

/** @param withPenalty whether the critic is held to slope one, for which gradients are differentiated */
export function tinyGame(withPenalty: boolean): Game<Forward> {
  const generator: Generator = createAttganGenerator(generatorSpec(SPEC), ATTRIBUTES);
  const critic: Critic = createAttganCritic(criticSpec(SPEC), ATTRIBUTES);
  const optimizer = adam.create({ learningRate: 2e-4, beta1: 0.5 });
  const term = (name: string, weight: number, value: Term<Forward>['value']): Term<Forward> => ({
    name,
    weight,
    value,
  });
  const score = (f: Forward, faces: tf.Tensor4D): tf.Tensor2D => f.judge(faces).adversarial;
  const between = (f: Forward): tf.Tensor4D => interpolate(f.real, f.edit(), tf.tensor1d([0.2, 0.5, 0.7]));
  const criticTerms = [
    term('adversarial', 1, (f) => wassersteinCriticLoss(score(f, f.real), score(f, f.edit()))),
    term('classification', 1, (f) => classificationLoss(f.labels, f.judge(f.real).attributes)),
    ...(withPenalty ? [term('penalty', 10, (f) => gradientPenalty((x) => score(f, x), between(f)))] : []),
  ];
  const generatorTerms = [
    term('adversarial', 1, (f) => wassersteinGeneratorLoss(score(f, f.edit()))),
    term('classification', 10, (f) => classificationLoss(f.target, f.judge(f.edit()).attributes)),
    term('reconstruction', 100, (f) => reconstructionLoss(f.real, f.reconstruction())),
  ];

  function forward({ batch, players, updates }: ForwardContext): Forward {
    const { params, state } = players['generator'] as { params: TensorTree; state: TensorTree };
    const { params: judges } = players['critic'] as { params: TensorTree };
    // In the critic's update the generator's images are data.
    const inert = <T>(compute: () => T): T => (updates('generator') ? compute() : withoutGradient(compute));
    const code = (labels: tf.Tensor2D): tf.Tensor2D => tf.sub(labels, 0.5);
    const target = withoutGradient(() => tf.gather(batch.labels, [1, 2, 0]));
    const encoded = lazy(() => inert(() => generator.encode(params, state, batch.images, 'training')));
    const decode = (labels: tf.Tensor2D) =>
      lazy(() => inert(() => generator.decode(params, state, encoded().features, code(labels), 'training')));
    const [edited, reconstructed] = [decode(target), decode(batch.labels)];
    return {
      real: batch.images,
      labels: batch.labels,
      target,
      edit: () => edited().image,
      reconstruction: () => reconstructed().image,
      judge: (faces) => critic.apply(judges, faces),
      averages: () =>
        generator.advance(state, [
          { part: 'encoder', moments: encoded().moments },
          { part: 'decoder', moments: edited().moments },
        ]),
    };
  }

  return {
    players: [
      { name: 'critic', optimizer, init: (key) => ({ params: initWeights(critic.weights, fold(key, 0)), state: {} }) },
      { name: 'generator', optimizer, init: (key) => initWeights(generator.weights, fold(key, 0)) },
    ],
    stages: [
      {
        name: 'tiny',
        iterations: 2,
        phases: [
          { name: 'critic', updates: 1, objectives: [{ player: 'critic', terms: criticTerms }] },
          { name: 'generator', updates: 1, objectives: [{ player: 'generator', terms: generatorTerms }] },
        ],
      },
    ],
    forward,
    advance: (f) => ({ generator: f.averages() }),
    measures: {},
    editing: { scale: 0.5, strength: 1, carriesCritic: false },
    samples: () => ({ columns: [], rows: [] }),
    model: () => ({}),
  };
}
