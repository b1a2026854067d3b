// @ts-check
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { attgan, ROOT } from './command.mjs';

export const MODEL = join(ROOT, 'models', 'avatars-64');
const PORTRAIT = join(ROOT, 'packages', 'photos', 'assets', 'astronaut.png');
const FACES = 24;
const WIDTHS = [256, 288];
const GAME = {
  data: { name: 'avatars', train: 32, validation: 4, test: 4, cache: 'off' },
  generator: { name: 'attgan', preset: 'paper-64', size: 32, width: 1 / 32 },
  critic: { name: 'attgan', width: 1 / 32 },
  method: { name: 'attgan', criticUpdates: 1 },
  backend: { name: 'wasm' },
  train: { iterations: 16, batch: 4, checkpoint: 2, log: 2, samples: 8 },
};
const STUDY = {
  title: 'soak',
  base: { ...GAME, train: { iterations: 4, batch: 4, checkpoint: 1, log: 2, samples: 4 } },
  experiments: { one: {}, two: { weights: { reconstruction: 50 } } },
  evaluation: { metrics: ['reconstruction'], count: 2 },
};

/**
 * Writes what the jobs read into a folder, and returns the paths.
 * @param {string} folder
 * @param {import('./command.mjs').Place} place
 */
export async function makeInputs(folder, place) {
  const [faces, photos] = [join(folder, 'faces'), join(folder, 'photos')];
  for (const each of [faces, photos]) mkdirSync(each);
  const names = Array.from({ length: FACES }, (_, index) => `${String(index).padStart(6, '0')}.jpg`);
  for (const [index, name] of names.entries()) {
    const pixels = Uint8Array.from({ length: 64 * 64 * 3 }, (_, at) => (at * 7 + index * 31 + (at >> 6)) & 255);
    await sharp(pixels, { raw: { width: 64, height: 64, channels: 3 } })
      .jpeg()
      .toFile(join(faces, name));
  }
  const labels = names.map((name, index) => `${name},${index % 2}`);
  writeFileSync(join(faces, 'labels.csv'), `file,Bald\n${labels.join('\n')}\n`);
  for (const width of WIDTHS)
    await sharp(PORTRAIT)
      .resize(width)
      .jpeg()
      .toFile(join(photos, `${width}.jpg`));
  const [config, study] = [join(folder, 'small.json'), join(folder, 'study.json')];
  writeFileSync(config, JSON.stringify(GAME));
  writeFileSync(study, JSON.stringify(STUDY));
  const weights = join(folder, 'weights.safetensors');
  const words = ['export', MODEL, '--format', 'safetensors', '--names', 'pytorch', '--out', weights];
  const exported = await attgan(words, place).ended;
  if (exported.code !== 0) throw new Error(exported.stderr);
  return { faces, photos, config, study, weights };
}
