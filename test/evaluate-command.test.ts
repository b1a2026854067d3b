import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readdir, readFile, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readModel } from '@attgan/formats';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { backendHere } from './backend-here.ts';
import { attganHere, type Ended } from './in-process.ts';
import { ROOT } from './workspace.ts';

const bin = join(ROOT, 'packages', 'attgan', 'bin', 'attgan.js');
const MODEL = join(ROOT, 'models', 'avatars-64');
const FACES = 120;

const before = process.cwd();
let root = '';
let common: string[] = [];
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'attgan-evaluate-'));
  process.chdir(root);
  common = ['--backend', (await backendHere()).name, '--data.cache', join(root, 'faces')];
  const trained = await attgan(
    ...'train-classifier --data avatars --data.train 200 --data.validation 20 --data.test 30'.split(' '),
    ...'--iterations 20 --batch 8 --json --out'.split(' '),
    join(root, 'classifier'),
    ...common,
  );
  expect(trained.code, trained.stderr).toBe(0);
  const { test: measured } = JSON.parse(trained.stdout) as { test: { faces: number; mean: number } };
  expect(measured.faces).toBe(30);
  expect(measured.mean).toBeGreaterThan(0.5);
}, 120_000);
afterAll(async () => {
  process.chdir(before);
  await rm(root, { recursive: true, force: true });
});

/** In a process of its own, which can be killed. */
function start(args: readonly string[]) {
  const child = spawn(process.execPath, [bin, ...args], { cwd: root, stdio: 'ignore' });
  return { child, ended: once(child, 'close') as Promise<[number | null]> };
}

const attgan = (...args: string[]): Promise<Ended> => attganHere(args);

const evaluation = (out: string): string[] => [
  ...`evaluate --count ${FACES} --strength 1 --strengths 1,2 --model`.split(' '),
  MODEL,
  ...'--metric attribute-accuracy --metric ground-truth --metric reconstruction --classifier'.split(' '),
  join(root, 'classifier'),
  '--out',
  out,
  ...common,
];

/** The results without what the clock says. */
async function resultsOf(out: string): Promise<unknown> {
  const text = await readFile(join(out, 'results.json'), 'utf8');
  return JSON.parse(text, (key, value: unknown) => (key === 'seconds' ? undefined : value));
}

test('an evaluation that was killed goes on, and finds what an uninterrupted one finds', async () => {
  const [whole, cut] = [join(root, 'whole'), join(root, 'cut')];
  const uninterrupted = await attgan(...evaluation(whole), '--faceless');
  expect(uninterrupted.code, uninterrupted.stderr).toBe(0);
  const { child, ended } = start([...evaluation(cut), '--faceless']);
  while ((await readdir(join(cut, 'observations')).catch(() => [])).length < 4) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  child.kill('SIGKILL');
  expect(await ended).not.toEqual([0, null]);
  expect(await readdir(cut)).toEqual(['observations']);
  const resumed = await attgan(...evaluation(cut), '--faceless', '--json');
  expect(resumed.code, resumed.stderr).toBe(0);
  expect(await resultsOf(cut)).toEqual(await resultsOf(whole));
  const page = await readFile(join(whole, 'evaluation.html'), 'utf8');
  expect(page).not.toMatch(/<img|src="http/);
  expect(page).toContain('edits read as wanted');
}, 180_000);

test('two models stand side by side, with pictures', async () => {
  const out = join(root, 'two');
  const { code, stdout, stderr } = await attgan(
    ...'evaluate --count 8 --metric reconstruction --out'.split(' '),
    out,
    '--model',
    MODEL,
    '--model',
    MODEL,
    ...common,
  );
  expect(code, stderr).toBe(0);
  expect(stdout).toMatch(/avatars-64 +avatars-64 \(2\)/);
  expect((await readFile(join(out, 'evaluation.html'), 'utf8')).match(/data:image\/webp/g)?.length).toBe(7);
}, 120_000);

describe('a mistake is one line that names it', () => {
  test.each([
    [2, '--model is missing', ['evaluate', '--out', 'o']],
    [2, '--out is missing', ['evaluate', '--model', MODEL]],
    [2, '--split "tset": choose one of', ['evaluate', '--model', MODEL, '--out', 'o', '--split', 'tset']],
    [2, '--seed "x" must be an integer ≥ 0', ['evaluate', '--model', MODEL, '--out', 'o', '--seed', 'x']],
    [2, '--strength "0" must be a number > 0', ['evaluate', '--model', MODEL, '--out', 'o', '--strength', '0']],
    [2, 'No metric named "beauty". Known: ', ['evaluate', '--model', MODEL, '--out', 'o', '--metric', 'beauty']],
    [2, 'Unknown flag --generator.width', ['evaluate', '--model', MODEL, '--out', 'o', '--generator.width', '1']],
    [2, 'There is no model "gone"', ['evaluate', '--model', 'gone', '--out', 'o']],
    [
      1,
      'is not a classifier folder',
      ['evaluate', '--model', MODEL, '--out', 'o', '--classifier', '.', '--count', '4'],
    ],
    [2, 'calibrate takes one model', ['calibrate', '--out', 'o']],
    [2, '--out is missing', ['calibrate', MODEL]],
    [2, '--wanted "2" must be a number between 0 and 1', ['calibrate', MODEL, '--out', 'o', '--wanted', 'Bald=2']],
    [2, 'The model has no attribute Hat. It has: Bald, ', ['calibrate', MODEL, '--out', 'o', '--wanted', 'Hat=0.5']],
    [2, 'would be written over', ['calibrate', MODEL, '--out', MODEL]],
    [2, '--out is missing', ['train-classifier']],
    [
      2,
      '--network "huge": choose one of',
      ['train-classifier', '--network', 'huge', '--out', 'o', '--data.train', '8'],
    ],
    [1, 'is not empty and is not a classifier folder', ['train-classifier', '--out', '.']],
  ])('exit %i: %s', async (code, text, args) => {
    const ended = await attgan(
      ...args,
      ...(args.includes('--count') ? ['--metric', 'attribute-accuracy', ...common] : []),
    );
    expect(ended.stderr).toContain(text);
    expect(ended.code).toBe(code);
    expect(ended.stderr).not.toMatch(/\n\s+at /);
    expect((await readdir(root)).includes('o') && (await readdir(join(root, 'o'))).includes('results.json')).toBe(
      false,
    );
  });

  test.each([
    ['weights', 'classifier.safetensors', 'does not match classifier.json'],
    ['card', 'classifier.json', 'is not JSON'],
  ])('a damaged classifier: %s', async (_, file, text) => {
    const folder = join(root, 'damaged');
    await rm(folder, { recursive: true, force: true });
    await cp(join(root, 'classifier'), folder, { recursive: true });
    await truncate(join(folder, file), 100);
    const ended = await attgan(
      ...'evaluate --count 4 --metric attribute-accuracy --out none --classifier'.split(' '),
      folder,
      '--model',
      MODEL,
      ...common,
    );
    expect(ended.stderr).toContain(text);
    expect(ended.code).toBe(1);
  });
});

test('a calibrated model edits each attribute at its gain times the strength', async () => {
  const out = join(root, 'calibrated');
  const calibrate = ['calibrate', MODEL, '--out', out, '--classifier', join(root, 'classifier'), '--count', '20'];
  const ended = await attgan(
    ...calibrate,
    '--strengths',
    '1,2',
    '--strength',
    '2',
    '--wanted',
    '0.6',
    ...common,
    '--json',
  );
  expect(ended.code, ended.stderr).toBe(0);
  const { gains } = JSON.parse(ended.stdout) as { gains: Record<string, number> };
  const { card } = await readModel(out);
  expect(card).toMatchObject({ gains, provenance: { calibration: { split: 'validation', faces: 20, wanted: 0.6 } } });
  expect((await readModel(MODEL)).sha256).toBe((await readModel(out)).sha256);
  const [attribute, gain] = Object.entries(gains).find(([, each]) => each !== 1) as [string, number];
  const picture = join(root, 'face.png');
  await sharp({ create: { width: 64, height: 64, channels: 3, background: '#a87a5e' } })
    .png()
    .toFile(picture);
  const edit = async (model: string, strength: number): Promise<Buffer> => {
    const file = join(root, `${model === out ? 'gained' : 'raw'}-${strength}.png`);
    const flags = ['--model', model, '--strength', String(strength), '--out', file, '--set', `${attribute}=on`];
    const edited = await attgan('edit', picture, ...flags, ...common.slice(0, 2));
    expect(edited.code, edited.stderr).toBe(0);
    return sharp(file).raw().toBuffer();
  };
  const [gained, raw, plain] = [await edit(out, 2), await edit(MODEL, 2 * gain), await edit(MODEL, 2)];
  expect(gained).toEqual(raw);
  expect(gained).not.toEqual(plain);
  const again = await attgan(...calibrate);
  expect(again.code).toBe(2);
  expect(again.stderr).toMatch(/calibrated is there already\. .*--force/);
});
