import { randomKey, uniform, type RandomKey } from '@attgan/core';
import { createAttganCritic, createAttganGenerator, criticOptions, criticSpec } from '@attgan/nets';
import { generatorOptions, generatorSpec } from '@attgan/nets';
import type { Critic, CriticSpec, Generator, GeneratorSpec } from '@attgan/nets';
import * as tf from '@tensorflow/tfjs-core';

export interface BenchRequest {
  readonly preset: string;
  readonly width: number;
  readonly batch: number;
  readonly repeats: number;
}

/** The networks that are timed and what they are fed. */
export interface BenchCase {
  readonly generatorSpec: GeneratorSpec;
  readonly criticSpec: CriticSpec;
  readonly generator: Generator;
  readonly critic: Critic;
  readonly key: RandomKey;
  /** Random images and labels; to be disposed. */
  batch(): { readonly images: tf.Tensor4D; readonly labels: tf.Tensor2D };
}

/** As many as the paper edits. */
const ATTRIBUTES = 13;

export function benchCase({ preset, width, batch }: BenchRequest): BenchCase {
  const forGenerator = generatorSpec(generatorOptions.parse({ preset, width }));
  const forCritic = criticSpec(criticOptions.parse({ preset, width }));
  const key = randomKey(0, 'bench');
  const { size } = forGenerator;
  return {
    generatorSpec: forGenerator,
    criticSpec: forCritic,
    generator: createAttganGenerator(forGenerator, ATTRIBUTES),
    critic: createAttganCritic(forCritic, ATTRIBUTES),
    key,
    batch: () => ({
      images: tf.tensor4d(uniform(randomKey(1), batch * size * size * 3, -1, 1), [batch, size, size, 3]),
      labels: tf.tensor2d(uniform(randomKey(2), batch * ATTRIBUTES).map(Math.round), [batch, ATTRIBUTES]),
    }),
  };
}
