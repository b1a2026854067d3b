// @ts-check
import { MODEL } from './make-inputs.mjs';

/**
 * @typedef {object} Job a long command, which can be given again after whatever happened to it
 * @property {string} name
 * @property {(out: string) => string[]} words
 * @property {(out: string) => string[]} [again] after it was begun; the same where absent
 * @property {boolean} [resumes] whether it has nothing to do when it is given again after its end
 * @property {RegExp} [varies] names of files that differ from run to run: they hold dates, or when it was stopped
 * @property {RegExp} [timed] names of files that hold how long something took, and are compared without that
 * @property {RegExp} [grows] names of files that are there before they are finished; a training that is stopped leaves a model of its own
 */

const WASM = ['--backend', 'wasm'];
/** Drawn faces. */
const avatars = (/** @type {number} */ train, /** @type {number} */ test) => [
  '--data',
  'avatars',
  '--data.train',
  String(train),
  '--data.validation',
  '4',
  '--data.test',
  String(test),
];
const SMALL_CLASSIFIER = ['--size', '32', '--network', 'small', '--iterations', '30', '--batch', '8'];
const ATTRIBUTES =
  'Bald,Bangs,Black_Hair,Blond_Hair,Brown_Hair,Bushy_Eyebrows,Eyeglasses,Male,Mouth_Slightly_Open,Mustache,No_Beard,Pale_Skin,Young';

/**
 * The jobs. `train-classifier` and `evaluate` cache what they draw.
 * @param {Awaited<ReturnType<typeof import('./make-inputs.mjs').makeInputs>>} inputs
 * @returns {readonly Job[]}
 */
export function jobsOf({ faces, photos, config, study, weights }) {
  const model = ['--model', MODEL, ...WASM];
  const bald = ['edit', faces, '--align', 'none', ...model, '--set', 'Bald=on'];
  return [
    {
      name: 'train',
      words: (out) => ['train', '--config', config, '--run', out],
      again: (out) => ['train', '--config', config, '--run', out, '--resume'],
      resumes: true,
      varies: /events\.out\.|history\.jsonl$|checkpoints\/(?!00000016)/,
      grows: /metrics\.jsonl$|checkpoints\/|model\//,
    },
    {
      name: 'train-classifier',
      words: (out) => ['train-classifier', ...WASM, ...avatars(48, 8), ...SMALL_CLASSIFIER, '--out', out],
    },
    { name: 'edit', words: (out) => [...bald, '--out', out] },
    {
      name: 'edit-shard',
      words: (out) => [...bald, '--shard', '0/2', '--out', out],
      grows: /results-.*\.jsonl$/,
    },
    {
      name: 'edit-tars',
      words: (out) => [...bald, '--to', 'tar', '--tar-photos', '5', '--out', out],
      grows: /results-.*\.jsonl$/,
    },
    {
      name: 'evaluate',
      words: (out) => ['evaluate', ...model, ...avatars(8, 4), '--metric', 'reconstruction', '--out', out],
      timed: /evaluation\.html$|results\.json$|observations\//,
    },
    {
      name: 'study',
      words: (out) => ['study', study, '--out', out],
      resumes: true,
      varies: /events\.out\.|history\.jsonl$|checkpoints\/(?!00000004)/,
      timed: /(study\.html|study\.json|run\.json)$|observations\//,
      grows: /metrics\.jsonl$|checkpoints\/|model\/|run\.json$|study\.(html|json|webp)$/,
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
    {
      name: 'align',
      words: (out) => ['align', photos, ...model, '--force', '--out', out],
      // Of several photos it lists those that could be written.
      grows: /faces\.csv$/,
    },
    { name: 'site', words: (out) => ['serve', '--model', MODEL, '--out', out] },
  ];
}
