import { join } from 'node:path';
import { openLayers } from '@attgan/experiment';
import type { DemoRequest } from './demo-request.ts';

/** Trains a small AttGAN from nothing: enough to watch the losses fall, not enough to edit well. */
export async function trainForDemo(
  { folder, iterations, registries, report, onProgress }: DemoRequest,
  backend: string,
): Promise<void> {
  const config = {
    method: { name: 'attgan', criticUpdates: 1 },
    data: { name: 'avatars', train: 2000 },
    generator: { name: 'attgan', preset: 'paper-64', width: 0.125, skips: 1 },
    critic: { name: 'attgan', width: 0.125 },
    backend,
    train: { iterations, batch: 16, log: 20, samples: iterations, checkpoint: iterations },
  };
  const experiment = await openLayers([config], registries, report);
  try {
    report(`Training a small model for ${iterations} iterations.`);
    await experiment.train({ folder: join(folder, 'run'), resume: false, report, onProgress });
  } finally {
    await experiment.close();
  }
}
