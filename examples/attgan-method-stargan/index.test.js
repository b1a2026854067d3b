import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { randomKey } from '@attgan/core';
import { leaves, registerGradients } from '@attgan/kernels';
import { l1, none, wganGp } from '@attgan/methods';
import { attganCritic, attganGenerator } from '@attgan/nets';
import { adam, linear, unaugmented } from '@attgan/training';
import * as tf from '@tensorflow/tfjs-core';
import { stargan } from './index.js';

let faces;
let labels;
before(async () => {
  await registerGradients();
  await tf.setBackend('cpu');
  faces = tf.randomUniform([2, 32, 32, 3], -1, 1, 'float32', 1);
  labels = tf.eye(2);
});

const SIZES = { preset: 'paper-64', size: 32, width: 1 / 32 };
const generator = attganGenerator.create(SIZES, 2);
const gameFor = (options = {}) =>
  stargan.create(options, {
    attributes: ['Bald', 'Young'],
    exclusive: [],
    generator,
    critic: attganCritic.create(SIZES, 2),
    adversarial: wganGp.create({}),
    reconstruction: l1.create({}),
    constraint: none.create({}, { attributes: 2, latent: generator.latent, iterations: 10 }),
    optimizer: adam.create({}),
    schedule: linear.create({}),
    augmentation: unaugmented,
    iterations: 10,
  });

/** The forward value of an update of one player, its terms by name, and the players. */
function updateOf(game, player) {
  const players = Object.fromEntries(game.players.map(({ name, init }, index) => [name, init(randomKey(index))]));
  const forward = game.forward({
    batch: { images: faces, labels },
    players,
    key: randomKey(7),
    updates: (name) => name === player,
  });
  const { terms } = game.stages[0].phases
    .flatMap(({ objectives }) => objectives)
    .find((each) => each.player === player);
  return { players, forward, terms: Object.fromEntries(terms.map((term) => [term.name, term])) };
}

test('the generator edits, and edits back: the cycle costs what is not the face again', () => {
  const { players, forward, terms } = updateOf(gameFor(), 'generator');
  const { params, state } = players.generator;
  const edit = (from, to) => {
    const { features } = generator.encode(params, state, from, 'training');
    return generator.decode(params, state, features, tf.sub(to, 0.5), 'training').image;
  };
  const back = edit(edit(faces, forward.target()), labels);
  const expected = tf.mean(tf.abs(tf.sub(faces, back))).dataSync()[0];
  assert.ok(Math.abs(terms.cycle.value(forward).dataSync()[0] - expected) < 1e-6);
  assert.equal(terms.cycle.weight, 10);
});

test('every parameter of the generator has a say in its terms, none in the critic’s', () => {
  for (const [player, moves] of [
    ['generator', true],
    ['critic', false],
  ]) {
    const game = gameFor();
    const { players, terms } = updateOf(game, player);
    const slopes = () =>
      tf.grads(() => {
        const forward = game.forward({
          batch: { images: faces, labels },
          players,
          key: randomKey(7),
          updates: (name) => name === player,
        });
        return tf.addN(Object.values(terms).map((term) => term.value(forward)));
      })(leaves(players.generator.params));
    if (moves) for (const slope of slopes()) assert.ok(tf.max(tf.abs(slope)).dataSync()[0] > 0);
    else assert.throws(slopes, /Cannot compute gradient/);
  }
});

test('the rate falls over the second half, to nothing', () => {
  assert.deepEqual(stargan.defaults.schedule, { name: 'linear', from: 0.5 });
  const [{ schedule }] = gameFor().players;
  assert.deepEqual(
    [0, 5, 6, 9, 10].map((iteration) => Number(schedule(iteration, 10).toFixed(9))),
    [1, 1, 0.8, 0.2, 0],
  );
});
