// @ts-check
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { attgan, ROOT } from './command.mjs';

/**
 * @typedef {object} Job a long command, which can be given again after whatever happened to it
 * @property {string} name
 * @property {(out: string) => string[]} words
 * @property {(out: string) => string[]} [again] after it was begun; the same where absent
 * @property {RegExp} [varies] names of files that differ from run to run: they hold times, or when it was stopped
 * @property {RegExp} [grows] names of files that are there before they are finished; a training that is stopped leaves a model of its own
 */

const MODEL = join(ROOT, 'models', 'avatars-64');
const PORTRAIT = join(ROOT, 'packages', 'photos', 'assets', 'astronaut.png');
const SMALL = {
  data: { name: 'avatars', train: 32, validation: 4, test: 4, cache: 'off' },
  generator: { name: 'attgan', preset: 'paper-64', size: 32, width: 1 / 32 },
  critic: { name: 'attgan', width: 1 / 32 },
  method: { name: 'attgan', criticUpdates: 1 },
  backend: { name: 'wasm' },
  train: { iterations: 40, batch: 4, checkpoint: 5, log: 2, samples: 20 },
};

/**
 * Writes what the jobs read into a folder.
 * @param {string} folder
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<readonly Job[]>}
 */
export async function makeJobs(folder, env) {
  const [faces, photos] = [join(folder, 'faces'), join(folder, 'photos')];
  for (const each of [faces, photos]) mkdirSync(each);
  const names = Array.from({ length: 24 }, (_, index) => `${String(index).padStart(6, '0')}.jpg`);
  for (const [index, name] of names.entries()) {
    const pixels = Uint8Array.from({ length: 64 * 64 * 3 }, (_, at) => (at * 7 + index * 31 + (at >> 6)) & 255);
    await sharp(pixels, { raw: { width: 64, height: 64, channels: 3 } })
      .jpeg()
      .toFile(join(faces, name));
  }
  writeFileSync(
    join(faces, 'labels.csv'),
    `file,Bald\n${names.map((name, index) => `${name},${index % 2}`).join('\n')}\n`,
  );
  for (const width of [256, 288, 320])
    await sharp(PORTRAIT)
      .resize(width)
      .jpeg()
      .toFile(join(photos, `${width}.jpg`));
  const config = join(folder, 'small.json');
  writeFileSync(config, JSON.stringify(SMALL));
  const study = join(folder, 'study.json');
  const train = { ...SMALL.train, iterations: 10 };
  const evaluation = { metrics: ['reconstruction'], count: 2 };
  const experiments = { one: {}, two: { weights: { reconstruction: 50 } } };
  writeFileSync(study, JSON.stringify({ title: 'soak', base: { ...SMALL, train }, experiments, evaluation }));
  const weights = join(folder, 'weights.safetensors');
  const exported = await attgan(
    ['export', MODEL, '--format', 'safetensors', '--names', 'pytorch', '--out', weights],
    env,
  ).ended;
  if (exported.code !== 0) throw new Error(exported.stderr);
  const wasm = ['--backend', 'wasm'];
  const tars = ['--to', 'tar', '--tar-photos', '5'];
  const avatars = [
    '--data',
    'avatars',
    '--data.train',
    '8',
    '--data.validation',
    '4',
    '--data.test',
    '8',
    '--data.cache',
    'off',
  ];
  return [
    {
      name: 'train',
      words: (out) => ['train', '--config', config, '--run', out],
      again: (out) => ['train', '--config', config, '--run', out, '--resume'],
      varies: /events\.out\.|history\.jsonl$|checkpoints\/(?!00000040)/,
      grows: /metrics\.jsonl$|checkpoints\/|model\//,
    },
    {
      name: 'edit',
      words: (out) => ['edit', faces, '--align', 'none', '--model', MODEL, ...wasm, '--set', 'Bald=on', '--out', out],
    },
    {
      name: 'edit-shard',
      words: (out) => ['edit', faces, '--model', MODEL, ...wasm, '--set', 'Bald=on', '--shard', '0/2', '--out', out],
      grows: /results-.*\.jsonl$/,
    },
    {
      name: 'edit-tars',
      words: (out) => ['edit', faces, '--model', MODEL, ...wasm, '--set', 'Bald=on', ...tars, '--out', out],
      grows: /results-.*\.jsonl$/,
    },
    {
      name: 'evaluate',
      words: (out) => ['evaluate', '--model', MODEL, ...wasm, ...avatars, '--metric', 'reconstruction', '--out', out],
      varies: /evaluation\.html$|results\.json$|observations\//,
    },
    {
      name: 'study',
      words: (out) => ['study', study, '--out', out],
      varies:
        /events\.out\.|(history\.jsonl|study\.html|study\.json|results\.json|run\.json)$|observations\/|checkpoints\/(?!00000010)/,
      grows: /metrics\.jsonl$|checkpoints\/|model\//,
    },
    {
      name: 'pack',
      words: (out) => ['data', 'pack', '--data', 'folder', '--data.root', faces, '--size', '64', '--out', out],
      grows: /images\.u8$|journal\.jsonl$/,
    },
    {
      name: 'import',
      words: (out) => ['import', weights, '--set', 'size=64', '--attributes', ATTRIBUTES, '--force', '--out', out],
    },
    { name: 'align', words: (out) => ['align', photos, '--model', MODEL, ...wasm, '--force', '--out', out] },
  ];
}

const ATTRIBUTES =
  'Bald,Bangs,Black_Hair,Blond_Hair,Brown_Hair,Bushy_Eyebrows,Eyeglasses,Male,Mouth_Slightly_Open,Mustache,No_Beard,Pale_Skin,Young';
