import { UsageError } from '@attgan/core';
import { describe, expect, test } from 'vitest';
import { assignment, parseValue } from './assignment.ts';
import { optionsOf, type Loose } from './experiment.ts';
import { mergeLayers } from './merge-layers.ts';
import { createRegistries } from './registries.ts';
import { resolveExperiment, resolveSome } from './resolve-experiment.ts';
import { smallPlugin } from './testing/small-plugin.ts';

const registries = createRegistries([smallPlugin()]);
/** Every experiment has to say how long it trains. */
const resolve = (...layers: Loose[]) => resolveExperiment([{ train: { iterations: 10 } }, ...layers], registries);

describe('layers', () => {
  test('without any, every part has its default and every option its own', () => {
    expect(resolve()).toMatchObject({
      method: { name: 'attgan', criticUpdates: 5 },
      data: { name: 'avatars' },
      generator: { name: 'attgan', preset: 'paper-128', width: 1 },
      critic: { name: 'attgan', preset: 'paper-128', width: 1 },
      adversarial: { name: 'wgan-gp' },
      reconstruction: { name: 'l1' },
      backend: { name: 'auto' },
      plugins: [],
      weights: {},
      without: [],
      train: { iterations: 10, batch: 32, seed: 0 },
    });
  });

  test('a method’s own parts come before the defaults and after what the user says', () => {
    const experiment = resolve({ method: 'plain', generator: { size: 32 } });
    expect(experiment['reconstruction']).toEqual({ name: 'l2' });
    expect(experiment['generator']).toMatchObject({ width: 0.5, size: 32 });
    expect(resolve({ method: 'plain', reconstruction: 'l1' })['reconstruction']).toEqual({ name: 'l1' });
  });

  test('later ones win key by key and leave the rest', () => {
    const file = { generator: { width: 0.5, size: 64 }, weights: { reconstruction: 50 }, train: { batch: 8 } };
    const experiment = resolve(file, { train: { seed: 3 } }, assignment('generator.width=0.25'));
    expect(experiment['generator']).toMatchObject({ width: 0.25, size: 64 });
    expect(experiment.train).toMatchObject({ batch: 8, seed: 3 });
    expect(experiment.weights).toEqual({ reconstruction: 50 });
  });

  test('a part may be its name alone; the same name keeps its options, another starts anew', () => {
    const celeba = { data: { name: 'celeba', root: 'faces' } };
    expect(resolve(celeba, { data: 'celeba' }).data).toEqual({ name: 'celeba', root: 'faces' });
    expect(resolve(celeba, { data: 'avatars' }).data).toEqual({ name: 'avatars' });
  });

  test('are not changed by being merged', () => {
    const layer = { train: { batch: 8 } };
    mergeLayers([layer, { train: { batch: 16 } }]);
    expect(layer).toEqual({ train: { batch: 8 } });
  });

  test('one written before a part was there takes that part’s default', () => {
    const { reconstruction: _, ...older } = resolve();
    expect(resolve(older)['reconstruction']).toEqual({ name: 'l1' });
  });

  test('an experiment that was written and read again resolves to itself', () => {
    const experiment = resolve({ generator: { preset: 'paper-64' }, weights: { classification: 10 } });
    expect(resolve(JSON.parse(JSON.stringify(experiment)) as Loose)).toEqual(experiment);
  });
});

describe('the critic', () => {
  const criticOf = (layer: Loose): unknown => resolve(layer)['critic'];

  test('has the generator’s preset and size, and no other of its options', () => {
    const critic = criticOf({ generator: { preset: 'paper-64', size: 48, width: 0.5 } });
    expect(critic).toEqual({ name: 'attgan', preset: 'paper-64', size: 48, width: 1 });
  });

  test('keeps what it is given itself', () => {
    const critic = criticOf({ generator: { preset: 'paper-64' }, critic: { preset: 'paper-128' } });
    expect(critic).toMatchObject({ preset: 'paper-128' });
  });

  test('is not given options that its schema does not know', () => {
    const critic = criticOf({ generator: { preset: 'paper-64' }, critic: 'plain' });
    expect(critic).toEqual({ name: 'plain', depth: 3 });
  });
});

test.each<[string, Loose]>([
  ['Unknown option generater. Did you mean "generator"?', { generater: 'attgan' }],
  ['Unknown option generator.widht. Did you mean "width"?', { generator: { widht: 2 } }],
  ['Unknown option train.bach. Did you mean "batch"?', { train: { bach: 2 } }],
  ['Unknown option backend.speed. Known: threads.', { backend: { speed: 2 } }],
  ['train.batch: ', { train: { batch: 0 } }],
  ['data.root: ', { data: 'celeba' }],
  ['weights.reconstruction: ', { weights: { reconstruction: 'much' } }],
  ['No method named "attgam".', { method: 'attgam' }],
  ['method: must be a name, or an object with a name', { method: 5 }],
])('%s', (message, layer) => {
  expect(() => resolve(layer)).toThrow(UsageError);
  expect(() => resolve(layer)).toThrow(message);
});

test.each<[string, unknown]>([
  ['5', 5],
  ['-0.5', -0.5],
  ['true', true],
  ['["Bald","Young"]', ['Bald', 'Young']],
  ['paper-64', 'paper-64'],
  ['128px', '128px'],
  ['', ''],
])('the value "%s" is read as %j', (text, value) => {
  expect(parseValue(text)).toEqual(value);
});

test('an assignment splits its path at dots and at the first equals sign only', () => {
  expect(assignment('weights.generator/classification=30')).toEqual({ weights: { 'generator/classification': 30 } });
  expect(assignment('data.root=a=b')).toEqual({ data: { root: 'a=b' } });
  expect(() => assignment('=5')).toThrow(UsageError);
});

test('options are what was chosen without the name', () => {
  expect(optionsOf({ name: 'attgan', width: 2 })).toEqual({ width: 2 });
});

describe('a part that the method does not use', () => {
  test('is left out of the experiment', () => {
    expect(resolve({ method: 'plain' })).not.toHaveProperty('adversarial');
  });

  test('is refused when somebody names it, whatever layer that is', () => {
    const message =
      'The method "plain" does not use "adversarial": remove --adversarial, or "adversarial" from the configuration. ' +
      'It uses: data, reconstruction, generator, critic, backend.';
    expect(() => resolve({ method: 'plain', adversarial: 'wgan-gp' })).toThrow(message);
    expect(() => resolve({ adversarial: { name: 'wgan-gp' } }, { method: 'plain' })).toThrow(UsageError);
  });
});

test('some parts alone resolve without a method, and nothing else may be named', () => {
  const layers = [{ data: { name: 'celeba', root: 'faces' } }];
  expect(resolveSome(['data', 'backend'], layers, registries)).toEqual({
    data: { name: 'celeba', root: 'faces' },
    backend: { name: 'auto' },
  });
  expect(() => resolveSome(['data'], [{ generator: 'attgan' }], registries)).toThrow('"generator" has no effect');
});
