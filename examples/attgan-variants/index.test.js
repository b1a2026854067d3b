import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { checkDefinition, demand } from '@attgan/conformance';
import { registerGradients } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import plugin from './index.js';
import { opposite, shuffled } from './target.js';

const attributes = ['Round', 'Square', 'Large'];
const exclusive = [['Round', 'Square']];

before(async () => {
  await registerGradients();
  await tf.setBackend('cpu');
});

/** What every definition of our own kind must satisfy; attgan has cases for its own kinds. */
const targetSuite = {
  kind: 'target',
  tensors: true,
  open: async (definition, { options }) => definition.create(options, { attributes, exclusive }),
  cases: [
    {
      group: 'target',
      name: 'gives labels 0 or 1, of which no group has two, the same for the same key',
      async run(target) {
        const labels = tf.tensor2d([1, 0, 0, 0, 1, 1, 0, 0, 1], [3, 3]);
        const [first, second] = [target(labels, [1, 2]), target(labels, [1, 2])];
        const [rows, again] = [await first.array(), await second.array()];
        tf.dispose([labels, first, second]);
        demand(JSON.stringify(rows) === JSON.stringify(again), 'the same key gives other labels');
        demand(
          rows.flat().every((label) => label === 0 || label === 1),
          'a label is neither 0 nor 1',
        );
        demand(
          rows.every(([round, square]) => round + square < 2),
          'a face is round and square',
        );
      },
    },
  ],
};

const settings = { opposite: { options: { attribute: 'Square' } }, aim: { parts: { target: shuffled.create({}) } } };
for (const definition of plugin.provides) {
  test(`the ${definition.kind} ${definition.name} passes the conformance cases of its kind`, async () => {
    const setting = { ...settings[definition.name], suites: [targetSuite] };
    const { results } = await checkDefinition(definition, setting);
    assert.deepEqual(
      results.filter(({ status }) => status === 'failed').map(({ name, problem }) => `${name}: ${problem}`),
      [],
    );
  });
}

test('an attribute that the data do not have is refused', () => {
  assert.throws(() => opposite.create({ attribute: 'Bald' }, { attributes, exclusive }), /the data have Round, Square/);
});
