import { randomKey } from '@attgan/core';
import { disposeTree, flatten, fresh, leaves, type TensorTree } from '@attgan/kernels';
import { codeOf, createAttganCritic, createAttganGenerator, type Critic, type Generator } from '@attgan/nets';
import {
  adam as adamDefinition,
  constant,
  disposePlayers,
  initPlayer,
  reweigh,
  unaugmented,
  update,
} from '@attgan/training';
import type { Batch, Phase, Players } from '@attgan/training';
import * as tf from '@tensorflow/tfjs-core';
import { wganGp } from '../adversarial/wgan-gp.ts';
import { createAttgan } from '../attgan/attgan.ts';
import type { AttganForward } from '../attgan/attgan-forward.ts';
import { attganOptions } from '../attgan/attgan-options.ts';
import { none } from '../constraints/none.ts';
import { l1 } from '../reconstructions.ts';
import { deviation, GROUPS, lossDeviation, TOLERANCES, type Deviation, type Group } from './deviation.ts';
import { readParityCase, type ParityCase } from './parity-case.ts';
import { fromTorch } from './torch-layout.ts';

export interface ParityReport {
  readonly ok: boolean;
  /** The largest deviation of each group; `TOLERANCES` says how much is allowed. */
  readonly groups: Readonly<Record<Group, number>>;
  /** Where each group is worst. */
  readonly worst: Readonly<Record<Group, string>>;
}

const LOSS_NAMES: Readonly<Record<string, string>> = {
  'critic/adv': 'adversarial',
  'critic/gp': 'penalty',
  'critic/cls': 'classification',
  'generator/adv': 'adversarial',
  'generator/cls': 'classification',
  'generator/rec': 'reconstruction',
};

/**
 * Repeats what the case's PyTorch program computed in float64, with our networks, losses, method and optimizer, on the
 * current backend: results before training, gradients of the first updates, every loss, parameters after all updates.
 */
export async function runParity(folder: string): Promise<ParityReport> {
  const deviations = await compare(await readParityCase(folder));
  const worst = (group: Group): Deviation =>
    deviations.filter((each) => each.group === group).reduce((a, b) => (b.off > a.off ? b : a));
  const of = <T>(read: (group: Group) => T): Record<Group, T> =>
    Object.fromEntries(GROUPS.map((group) => [group, read(group)])) as Record<Group, T>;
  return {
    ok: GROUPS.every((group) => worst(group).off <= TOLERANCES[group]),
    groups: of((group) => worst(group).off),
    worst: of((group) => worst(group).name),
  };
}

async function compare(parity: ParityCase): Promise<Deviation[]> {
  const generator: Generator = createAttganGenerator(parity.generator, parity.attributes);
  const critic: Critic = createAttganCritic(parity.critic, parity.attributes);
  const { lambda, adam, expected } = parity;
  const channels = parity.critic.layers.at(-1)?.filters as number;
  const convert = (like: TensorTree, prefix: string, from = expected): TensorTree =>
    fromTorch(like, from, prefix, channels);
  const given = (name: string): tf.Tensor => {
    const entry = expected.get(name) as NonNullable<ReturnType<typeof expected.get>>;
    return tf.tensor(entry.values(), [...entry.shape]);
  };

  tf.engine().startScope('parity');
  const images = tf.transpose(given('x'), [0, 2, 3, 1]) as tf.Tensor4D;
  const batch: Batch = { images, labels: given('a') as tf.Tensor2D };
  const target = given('b') as tf.Tensor2D;
  const unweighed = createAttgan(
    attganOptions.parse({
      criticUpdates: 1,
      scale: 0.5,
      jointDecoding: false,
    }),
    {
      attributes: Array.from({ length: parity.attributes }, (_, index) => String(index)),
      exclusive: [],
      generator,
      critic,
      adversarial: wganGp.create({ penaltyWeight: lambda.gp }),
      reconstruction: l1.create({}),
      constraint: none.create({}, { attributes: parity.attributes, latent: generator.latent, iterations: 1 }),
      optimizer: adamDefinition.create({ learningRate: adam.lr, beta1: adam.beta1, beta2: adam.beta2 }),
      schedule: constant.create({}),
      augmentation: unaugmented,
      iterations: parity.steps.length,
    },
    // As training draws them: so that the backend records the updates, too.
    {
      target: (_, key) => fresh(key, () => given('b') as tf.Tensor2D),
      position: (_, key) => fresh(key, () => tf.reshape(given('alpha'), [-1]) as tf.Tensor1D),
    },
  );
  const game = reweigh(unweighed, {
    weights: {
      'critic/classification': lambda.cls_c,
      'generator/classification': lambda.cls_g,
      reconstruction: lambda.rec,
    },
  });
  let players = Object.fromEntries(
    game.players.map((setup) => {
      const initial = initPlayer(setup, randomKey(0));
      const prefix = setup.name === 'generator' ? 'G.' : 'D.';
      const params = convert(initial.params, prefix, parity.weights);
      const state = setup.name === 'generator' ? convert(initial.state, prefix, parity.weights) : {};
      for (const leaf of [...leaves<tf.Tensor>(params), ...leaves<tf.Tensor>(state)]) tf.keep(leaf);
      disposeTree(initial.params);
      disposeTree(initial.state);
      for (const slot of leaves<tf.Tensor>(initial.slots)) tf.keep(slot);
      return [setup.name, { ...initial, params, state }];
    }),
  ) as Players;

  const deviations = await forward();
  const { phases } = game.stages[0] as { phases: readonly Phase<AttganForward>[] };
  for (const [index, losses] of parity.steps.entries()) {
    for (const phase of phases) {
      const player = phase.name as 'critic' | 'generator';
      const result = await update({ game, phase, players, batch, key: randomKey(0), iteration: index, last: {} });
      players = result.players;
      for (const [name, value] of Object.entries(losses[player])) {
        const ours = result.metrics[`${player}/${LOSS_NAMES[`${player}/${name}`] ?? name}`];
        deviations.push(lossDeviation(`step ${index} ${player} ${name}`, ours, value));
      }
      if (index === 0) deviations.push(...(await firstGradients(player)));
    }
  }
  for (const name of ['generator', 'critic'] as const) {
    const prefix = name === 'generator' ? 'after.G.' : 'after.D.';
    const { params, state } = players[name] as Players[string];
    deviations.push(...(await differences('parameters', params, convert(params, prefix), prefix)));
    if (name === 'generator')
      deviations.push(...(await differences('parameters', state, convert(state, prefix), prefix)));
  }
  disposePlayers(players);
  tf.engine().endScope();
  return deviations;

  async function forward(): Promise<Deviation[]> {
    const { params, state } = players['generator'] as Players[string];
    const { features } = generator.encode(params, state, images, 'inference');
    const decode = (labels: tf.Tensor2D): tf.Tensor =>
      generator.decode(params, state, features, codeOf(labels, 0.5), 'inference').image;
    const judgement = critic.apply((players['critic'] as Players[string]).params, images);
    const spatial = (name: string): tf.Tensor => tf.transpose(given(name), [0, 2, 3, 1]);
    return Promise.all([
      ...features.map((z, index) => deviation('forward', `z${index}`, z, spatial(`eval.z${index}`))),
      deviation('forward', 'edit', decode(target), spatial('eval.edit')),
      deviation('forward', 'reconstruction', decode(batch.labels), spatial('eval.recon')),
      deviation('forward', 'adversarial logits', judgement.adversarial, given('eval.adv')),
      deviation('forward', 'attribute logits', judgement.attributes, given('eval.cls')),
    ]);
  }

  /** After one step Adam's first moment is (1 − β₁) times the gradient that the step used. */
  async function firstGradients(player: 'critic' | 'generator'): Promise<Deviation[]> {
    const prefix = player === 'generator' ? 'grad.G.' : 'grad.D.';
    const { slots, params } = players[player] as Players[string];
    const expectedGradients = leaves<tf.Tensor>(convert(params, prefix));
    return Promise.all(
      Object.entries(slots).map(([name, { m }], index) => {
        const gradient = tf.div(m as tf.Tensor, 1 - adam.beta1);
        return deviation('gradients', `${prefix}${name}`, gradient, expectedGradients[index] as tf.Tensor);
      }),
    );
  }
}

async function differences(group: Group, ours: TensorTree, theirs: TensorTree, prefix: string): Promise<Deviation[]> {
  const expected = leaves<tf.Tensor>(theirs);
  return Promise.all(
    flatten<tf.Tensor>(ours).map(([name, tensor], index) =>
      deviation(group, `${prefix}${name}`, tensor, expected[index] as tf.Tensor),
    ),
  );
}
