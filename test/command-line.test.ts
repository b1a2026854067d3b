import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { attganHere, type Ended } from './in-process.ts';

const before = process.cwd();
const bin = join(import.meta.dirname, '..', 'packages', 'attgan', 'bin', 'attgan.js');
let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'attgan-cli-'));
  await mkdir(join(root, 'overlapping'));
  await mkdir(join(root, 'begun'));
  await writeFile(join(root, 'begun', 'experiment.json'), '{ "train": { "iterations": 2 } }');
  await writeFile(join(root, 'note.png'), 'this is no image');
  await writeFile(join(root, 'broken.mjs'), 'export default { spec: 7 };');
  await writeFile(join(root, 'attgan.config.json'), JSON.stringify({ generator: { preset: 'paper-65' } }));
  process.chdir(root);
});
afterAll(async () => {
  process.chdir(before);
  await rm(root, { recursive: true, force: true });
});

function attgan(...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, [bin, ...args], { cwd: root }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}

describe('a mistake is one line that names it, with the exit code of its kind', () => {
  test.each([
    [2, 'Unknown command "trian". Did you mean "train"?', ['trian']],
    [2, 'Unknown command "__proto__"', ['__proto__']],
    [2, 'Unknown flag --bach', ['train', '--bach', '8']],
    [2, '--batch needs a value', ['train', '--batch']],
    [2, 'Unknown option generator.widht. Did you mean "width"?', ['train', '--generator.widht', '2']],
    [2, 'No method named "attgam". Known: attgan', ['train', '--method', 'attgam']],
    [2, 'No generator named "unet"', ['train', '--generator', 'unet']],
    [2, 'generator.preset', ['train', '--config', 'attgan.config.json']],
    [2, 'there is no such file', ['train', '--config', 'none.json']],
    [
      2,
      'weights.recon: no term has that name',
      'train --set weights.recon=1 --iterations 2 --data.train 8 --data.cache off --run w'.split(' '),
    ],
    [
      2,
      'The method "icgan" does not use "constraint"',
      'train --method icgan --constraint latent-independence --data.train 8 --data.cache off --run c'.split(' '),
    ],
    [2, 'write path=value', ['train', '--set', 'weights']],
    [2, 'is not installed', ['train', '--plugin', 'attgan-backend-nowhere']],
    [2, 'is not an attgan plugin', ['plugins', '--plugin', './broken.mjs']],
    [2, '--resume needs --run', ['train', '--resume']],
    [
      2,
      'cannot change the data (data.attributes was ',
      ['train', '--resume', '--run', 'begun', '--data.attributes', '["Young"]'],
    ],
    [2, '--preset "paper-65": choose one of paper-128', ['bench', '--preset', 'paper-65']],
    [2, '--batch "1.5" must be an integer ≥ 1', ['bench', '--batch', '1.5']],
    [1, '2024', ['train', '--data', 'celeba', '--data.root', '2024', '--iterations', '2']],
    [2, '--iterations is missing', ['train']],
    [2, '--set is missing', ['edit', 'note.png', '--out', 'o']],
    [
      1,
      'There is no image or folder gone.png',
      ['edit', 'gone.png', '--model', 'm', '--set', 'Young=on', '--out', 'o'],
    ],
    [2, 'There is no model "m"', ['edit', 'note.png', '--model', 'm', '--set', 'Young=on', '--out', 'o']],
    [1, '--data.root', ['train', '--data', 'celeba', '--data.root', 'gone', '--iterations', '2']],
    [1, 'Cannot read the parity case', ['parity', 'overlapping', '--backend', 'wasm']],
  ])('exit %i: %s', async (code, text, args) => {
    const ended = await attganHere(args);
    expect(ended.stderr).toContain(text);
    expect(ended.code).toBe(code);
    expect(ended.stderr.split('\n').filter((line) => line.startsWith('error:'))).toHaveLength(1);
    expect(ended.stderr).not.toMatch(/\n\s+at /);
  });

  test('and nothing is left behind', async () => {
    expect((await readdir(root)).sort()).toEqual([
      'attgan.config.json',
      'begun',
      'broken.mjs',
      'note.png',
      'overlapping',
    ]);
  });
});

test('plugins lists every part with its options, as text and as JSON', async () => {
  const { stdout } = await attganHere(['plugins']);
  for (const name of [
    'method attgan',
    'data celeba',
    'data avatars',
    'backend tensorflow',
    'backend wasm',
    'generator attgan',
  ]) {
    expect(stdout).toContain(name);
  }
  const { stdout: json } = await attganHere(['plugins', '--json']);
  const kinds = JSON.parse(json) as {
    kind: string;
    definitions: { name: string; options: { name: string; type: string; usual?: string }[] }[];
  }[];
  const generators = kinds.find(({ kind }) => kind === 'generator')?.definitions;
  const options = generators?.find(({ name }) => name === 'attgan')?.options;
  expect(options).toContainEqual(expect.objectContaining({ name: 'width', type: 'NUMBER', usual: '1' }));
});

test('help names every command, and a command its flags', async () => {
  const { stdout } = await attgan('--help');
  for (const name of ['train', 'edit', 'slide', 'data', 'backends', 'plugins', 'parity', 'doctor']) {
    expect(stdout).toContain(name);
  }
  expect((await attgan('train', '--help')).stdout).toContain('--resume');
  expect((await attgan('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});
