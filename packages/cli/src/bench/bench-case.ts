import { randomKey, uniform, type RandomKey } from '@attgan/core';
import { createAttganGenerator, criticOptions, criticSpec } from '@attgan/nets';
import { generatorOptions, generatorSpec } from '@attgan/nets';
import type { CriticSpec, Generator, GeneratorSpec } from '@attgan/nets';
import type { Registries } from '@attgan/experiment';
import type { Game } from '@attgan/training';
import * as tf from '@tensorflow/tfjs-core';
import { publishedGame } from './published-game.ts';

export interface BenchRequest {
  readonly preset: string;
  readonly width: number;
  readonly batch: number;
  readonly repeats: number;
}

/** The networks that are timed and what they are fed. */
export interface BenchCase {
  readonly generatorOptions: { readonly preset: string; readonly width: number };
  readonly generatorSpec: GeneratorSpec;
  readonly criticSpec: CriticSpec;
  readonly generator: Generator;
  /** AttGAN's, of these networks. */
  readonly game: Game<unknown>;
  readonly key: RandomKey;
  /** Random images and labels; to be disposed. */
  batch(): { readonly images: tf.Tensor4D; readonly labels: tf.Tensor2D };
}

/** As many as the paper edits. */
const ATTRIBUTES = 13;

export function benchCase({ preset, width, batch }: BenchRequest, registries: Registries): BenchCase {
  const forGenerator = generatorSpec(generatorOptions.parse({ preset, width }));
  const forCritic = criticSpec(criticOptions.parse({ preset, width }));
  const key = randomKey(0, 'bench');
  const { size } = forGenerator;
  const attributes = Array.from({ length: ATTRIBUTES }, (_, index) => `attribute ${index}`);
  return {
    generatorOptions: { preset, width },
    generatorSpec: forGenerator,
    criticSpec: forCritic,
    generator: createAttganGenerator(forGenerator, ATTRIBUTES),
    game: publishedGame({ preset, width }, attributes, registries),
    key,
    batch: () => ({
      images: tf.tensor4d(uniform(randomKey(1), batch * size * size * 3, -1, 1), [batch, size, size, 3]),
      labels: tf.tensor2d(uniform(randomKey(2), batch * ATTRIBUTES).map(Math.round), [batch, ATTRIBUTES]),
    }),
  };
}
