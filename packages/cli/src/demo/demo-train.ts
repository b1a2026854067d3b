import { join } from 'node:path';
import type { Dataset } from '@attgan/core';
import { attgan, l1, none, wganGp } from '@attgan/methods';
import { attganCritic, attganGenerator } from '@attgan/nets';
import { adam, constant, train, trainOptions, type Metrics, unaugmented } from '@attgan/training';

export interface DemoTraining {
  readonly folder: string;
  readonly iterations: number;
  readonly dataset: Dataset;
  report(line: string): void;
  onProgress(progress: { iteration: number; iterations: number; metrics: Metrics }): void;
}

/** Trains a small AttGAN from nothing: enough to watch the losses fall, not enough to edit well. */
export async function trainForDemo({ folder, iterations, dataset, report, onProgress }: DemoTraining): Promise<void> {
  const networks = { preset: 'paper-64', width: 0.125, skips: 1 };
  const { skips: _, ...critic } = networks;
  const { attributes, exclusive, size } = dataset;
  const generator = attganGenerator.create(networks, attributes.length);
  await train({
    game: attgan.create(
      { criticUpdates: 1 },
      {
        attributes,
        exclusive,
        generator,
        critic: attganCritic.create(critic, attributes.length),
        adversarial: wganGp.create({}),
        reconstruction: l1.create({}),
        constraint: none.create({}, { attributes: attributes.length, latent: generator.latent, iterations }),
        optimizer: adam.create({}),
        schedule: constant.create({}),
        augmentation: unaugmented,
        iterations,
      },
    ),
    dataset,
    folder: join(folder, 'run'),
    options: trainOptions.parse({ iterations, batch: 16, log: 20, samples: iterations, checkpoint: iterations }),
    experiment: {
      method: { name: 'attgan', criticUpdates: 1 },
      data: { name: 'avatars' },
      generator: networks,
      critic,
    },
    card: {
      format: 1,
      generator: { name: 'attgan', options: networks },
      critic: { name: 'attgan', options: critic },
      attributes,
      exclusive,
      scale: 0.5,
      size,
      provenance: { data: dataset.description, made: 'npm run demo' },
    },
    resume: false,
    report,
    onProgress,
  });
}
