import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { UsageError } from './errors.ts';
import {
  assignment,
  mergeLayers,
  optionsOf,
  parseValue,
  resolveExperiment,
  type PartRegistries,
} from './experiment.ts';

const registry = (schemas: Readonly<Record<string, z.ZodType>>): PartRegistries[keyof PartRegistries] => ({
  get(name) {
    const options = schemas[name];
    if (options === undefined) throw new UsageError(`No part named "${name}".`);
    return { options };
  },
});
const network = z.strictObject({
  preset: z.string().default('paper-128'),
  size: z.int().optional(),
  width: z.number().default(1),
});
const registries: PartRegistries = {
  method: {
    get: (name) =>
      name === 'plain'
        ? {
            options: z.strictObject({}),
            defaults: { reconstruction: { name: 'l2' }, generator: { width: 0.5, size: 64 } },
          }
        : registry({ attgan: z.strictObject({ criticUpdates: z.int().positive().default(5) }) }).get(name),
  },
  data: registry({ avatars: z.strictObject({}), celeba: z.strictObject({ root: z.string() }) }),
  generator: registry({ attgan: network }),
  critic: registry({ attgan: network, plain: z.strictObject({ depth: z.int().default(3) }) }),
  adversarial: registry({ 'wgan-gp': z.strictObject({}) }),
  reconstruction: registry({ l1: z.strictObject({}), l2: z.strictObject({}) }),
  constraint: registry({ none: z.strictObject({}) }),
  backend: registry({ wasm: z.strictObject({}) }),
};
const train = z.strictObject({ batch: z.int().positive().default(32), flip: z.boolean().default(false) });
type Layer = Parameters<typeof resolveExperiment>[0][number];
const resolve = (...layers: Layer[]) => resolveExperiment(layers, registries, train);

describe('layers', () => {
  test('without any, every part has its default and every option its own', () => {
    expect(resolve()).toEqual({
      method: { name: 'attgan', criticUpdates: 5 },
      data: { name: 'avatars' },
      generator: { name: 'attgan', preset: 'paper-128', width: 1 },
      critic: { name: 'attgan', preset: 'paper-128', width: 1 },
      adversarial: { name: 'wgan-gp' },
      reconstruction: { name: 'l1' },
      constraint: { name: 'none' },
      backend: { name: 'auto' },
      plugins: [],
      weights: {},
      without: [],
      train: { batch: 32, flip: false },
    });
  });

  test('a method’s own parts come before the defaults and after what the user says', () => {
    const experiment = resolve({ method: 'plain', generator: { size: 32 } });
    expect(experiment.reconstruction).toEqual({ name: 'l2' });
    expect(experiment.generator).toMatchObject({ width: 0.5, size: 32 });
    expect(resolve({ method: 'plain', reconstruction: 'l1' }).reconstruction).toEqual({ name: 'l1' });
  });

  test('later ones win key by key and leave the rest', () => {
    const file = { generator: { width: 0.5, size: 64 }, weights: { reconstruction: 50 }, train: { batch: 8 } };
    const experiment = resolve(file, { train: { flip: true } }, assignment('generator.width=0.25'));
    expect(experiment.generator).toMatchObject({ width: 0.25, size: 64 });
    expect(experiment.train).toEqual({ batch: 8, flip: true });
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
    expect(resolve(older).reconstruction).toEqual({ name: 'l1' });
  });

  test('an experiment that was written and read again resolves to itself', () => {
    const experiment = resolve({ generator: { preset: 'paper-64' }, weights: { classification: 10 } });
    expect(resolve(JSON.parse(JSON.stringify(experiment)) as Layer)).toEqual(experiment);
  });
});

describe('the critic', () => {
  test('has the generator’s preset and size, and no other of its options', () => {
    const { critic } = resolve({ generator: { preset: 'paper-64', size: 48, width: 0.5 } });
    expect(critic).toEqual({ name: 'attgan', preset: 'paper-64', size: 48, width: 1 });
  });

  test('keeps what it is given itself', () => {
    const { critic } = resolve({ generator: { preset: 'paper-64' }, critic: { preset: 'paper-128' } });
    expect(critic).toMatchObject({ preset: 'paper-128' });
  });

  test('is not given options that its schema does not know', () => {
    const { critic } = resolve({ generator: { preset: 'paper-64' }, critic: 'plain' });
    expect(critic).toEqual({ name: 'plain', depth: 3 });
  });
});

test.each<[string, Layer]>([
  ['Unknown option generater. Did you mean "generator"?', { generater: 'attgan' }],
  ['Unknown option generator.widht. Did you mean "width"?', { generator: { widht: 2 } }],
  ['Unknown option train.bach. Did you mean "batch"?', { train: { bach: 2 } }],
  ['Unknown option backend.speed. Known: threads.', { backend: { speed: 2 } }],
  ['train.batch: ', { train: { batch: 0 } }],
  ['data.root: ', { data: 'celeba' }],
  ['weights.reconstruction: ', { weights: { reconstruction: 'much' } }],
  ['No part named "attgam".', { method: 'attgam' }],
  ['method: ', { method: 5 }],
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
