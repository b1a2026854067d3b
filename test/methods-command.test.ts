import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { backendHere } from './backend-here.ts';
import { attganHere, type Ended } from './in-process.ts';
import { ROOT } from './workspace.ts';

const bin = join(ROOT, 'packages', 'attgan', 'bin', 'attgan.js');
const small = '--generator.size 32 --generator.width 0.0625';
const attgan = `${small} --generator.preset paper-64 --critic.width 0.0625`;
/** Every method as a user asks for it, in small. */
const METHODS: readonly (readonly [string, string])[] = [
  ['attgan', `--method attgan ${attgan} --method.criticUpdates 1`],
  ['attgan-intensity', `--method attgan-intensity ${attgan} --method.criticUpdates 1`],
  ['latent independence', `--method attgan ${attgan} --constraint latent-independence --without classification`],
  ['fader', `--method fader ${small}`],
  ['fader on AttGAN’s networks', `--method fader --generator attgan ${attgan}`],
  ['icgan', `--method icgan ${small} --critic.width 0.0625`],
  ['vaegan', `--method vaegan ${small} --critic.width 0.0625`],
];

let root = '';
let common: string[] = [];
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'attgan-methods-'));
  const { name } = await backendHere();
  common = `--backend ${name} --data avatars --data.train 40 --data.validation 8 --data.test 8`.split(' ');
  common.push('--data.cache', join(root, 'faces'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function succeed(args: readonly string[]): Promise<void> {
  const { code, stderr } = await attganHere(args);
  expect(code, stderr).toBe(0);
}

/** Runs a command in a process of its own, and ends it as Ctrl-C does once `log`, a file, has lines. */
async function interrupt(args: readonly string[], log: string): Promise<Pick<Ended, 'code' | 'stderr'>> {
  const child = spawn(process.execPath, [bin, ...args], { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = once(child, 'close') as Promise<[number]>;
  while (child.exitCode === null && !(await hasLines(log))) await setTimeout(5);
  child.kill('SIGINT');
  const [code] = await ended;
  return { code, stderr };
}

async function hasLines(file: string): Promise<boolean> {
  return (await readFile(file, 'utf8').catch(() => '')).split('\n').length > 3;
}

describe.each(METHODS)('%s', (name, flags) => {
  const folder = (kind: string): string => join(root, `${name} ${kind}`.replaceAll(/\W/g, '-'));
  const train = (kind: string): string[] => [
    ...`train ${flags} --iterations 14 --batch 4 --set train.log=1 --set train.samples=14 --run`.split(' '),
    folder(kind),
    ...common,
  ];

  test('interrupted and resumed, it equals an uninterrupted training byte for byte', { timeout: 120_000 }, async () => {
    await succeed(train('whole'));
    const cut = await interrupt(train('cut'), join(folder('cut'), 'metrics.jsonl'));
    expect(cut.code, cut.stderr).toBe(130);
    // The cache is a folder to write to, which a run does not choose for whoever resumes it.
    await succeed(['train', '--resume', '--run', folder('cut'), ...common]);
    for (const file of ['metrics.jsonl', join('model', 'model.safetensors'), join('model', 'model.json')]) {
      expect(
        (await readFile(join(folder('cut'), file))).equals(await readFile(join(folder('whole'), file))),
        file,
      ).toBe(true);
    }
  });

  test('its model is edited with, slid and evaluated like any other', { timeout: 120_000 }, async () => {
    const model = join(folder('whole'), 'model');
    const photo = join(ROOT, 'docs', 'results', 'avatars-64', 'sheet.png');
    const backend = common.slice(0, 2);
    const out = (name: string): string[] => ['--out', join(root, name), '--model', model, ...backend];
    await succeed(['edit', photo, '--set', 'Eyeglasses=on', ...out('e.png')]);
    await succeed(['slide', photo, ...'--attribute Young --steps 3'.split(' '), ...out('s.png')]);
    const metrics = '--metric reconstruction --metric ground-truth'.split(' ');
    const evaluation = ['evaluate', '--count', '4', ...metrics, '--strengths', '1', '--out', folder('evaluation')];
    await succeed([...evaluation, '--model', model, ...common]);
    expect((await stat(join(folder('evaluation'), 'evaluation.html'))).size).toBeGreaterThan(1000);
  });
});
