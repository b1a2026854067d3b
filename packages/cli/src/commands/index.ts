import type { Command } from '../command.ts';

const loaders: Readonly<Record<string, () => Promise<{ command: Command }>>> = {
  train: () => import('./train.ts'),
  launch: () => import('./launch.ts'),
  edit: () => import('./edit.ts'),
  slide: () => import('./slide.ts'),
  sheet: () => import('./sheet.ts'),
  align: () => import('./align.ts'),
  evaluate: () => import('./evaluate.ts'),
  calibrate: () => import('./calibrate.ts'),
  merge: () => import('./merge.ts'),
  study: () => import('./study.ts'),
  'train-classifier': () => import('./train-classifier.ts'),
  data: () => import('./data.ts'),
  backends: () => import('./backends.ts'),
  plugins: () => import('./plugins.ts'),
  export: () => import('./export.ts'),
  import: () => import('./import.ts'),
  parity: () => import('./parity.ts'),
  bench: () => import('./bench.ts'),
  serve: () => import('./serve.ts'),
  doctor: () => import('./doctor.ts'),
  demo: () => import('./demo.ts'),
};

export const commandNames = Object.keys(loaders);

/** Loaded when it is run, so that a short command does not wait for what a long one needs. */
export async function loadCommand(name: string): Promise<Command | undefined> {
  return Object.hasOwn(loaders, name) ? (await loaders[name]?.())?.command : undefined;
}
