import { spawn, type StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pictureTree } from '../packages/data-folder/src/testing/picture-tree.ts';
import { backendHere } from './backend-here.ts';
import { ROOT } from './workspace.ts';

const bin = join(ROOT, 'packages', 'attgan', 'bin', 'attgan.js');
const MODEL = join(ROOT, 'models', 'avatars-64');
/** More photos than are packed or learnt from before a test ends. */
const PHOTOS = 6000;

let root = '';
let pictures: Awaited<ReturnType<typeof pictureTree>>;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'attgan-interrupts-'));
  pictures = await pictureTree();
  for (let seed = 0; seed < 4; seed++) await pictures.picture(`${seed}.jpg`, seed, 178, 178);
  await mkdir(join(root, 'photos'));
  const names = Array.from({ length: PHOTOS }, (_, index) => `${index}.jpg`);
  for (const [index, name] of names.entries()) {
    await copyFile(pictures.path(`${index % 4}.jpg`), join(root, 'photos', name));
  }
  const labels = names.map((name, index) => `${name},${index % 2},${index % 3 === 0 ? 1 : 0}\n`).join('');
  await writeFile(join(root, 'labels.csv'), `file,Dark,Striped\n${labels}`);
});
afterAll(async () => {
  await pictures.remove();
  await rm(root, { recursive: true, force: true });
});

/** Starts the built command line. `until` waits for words on stderr, or for the end; `ended` for the end. */
function start(args: readonly string[], stdio: StdioOptions = ['ignore', 'pipe', 'pipe']) {
  const child = spawn(process.execPath, [bin, ...args], {
    cwd: root,
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio,
  });
  const said = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk: Buffer) => (said.stdout += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (said.stderr += chunk.toString()));
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal, ...said }) as const);
  const until = async (words: RegExp): Promise<void> => {
    while (!words.test(said.stderr) && child.exitCode === null && child.signalCode === null) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(said.stderr).toMatch(words);
  };
  return { child, until, ended };
}

const flagsOf = (options: object): string[] =>
  Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);

const training = (run: string, change: object = {}): string[] => [
  'train',
  ...flagsOf({
    data: 'avatars',
    'data.train': 32,
    'data.validation': 4,
    'data.test': 4,
    'data.cache': join(root, 'faces'),
    backend: 'wasm',
    'generator.preset': 'paper-64',
    'generator.size': 32,
    'generator.width': 1 / 32,
    'critic.width': 1 / 32,
    batch: 2,
    iterations: 100_000,
    'train.log': 1,
    run,
    ...change,
  }),
];

/** Waits until the run trains. */
async function trained(run: string): Promise<void> {
  while (!(await readFile(join(root, run, 'metrics.jsonl'), 'utf8').catch(() => '')).includes('\n')) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

test('a terminal that closes ends a training as SIGTERM does: all is saved, and it goes on from there', async () => {
  const { child, ended } = start(training('closed'));
  await trained('closed');
  child.kill('SIGHUP');
  const { code, stderr } = await ended;
  expect([code, stderr]).toEqual([130, expect.stringMatching(/Stopped after iteration \d+; a checkpoint was saved/)]);
  const done = Number(/after iteration (\d+)/.exec(stderr)?.[1]);
  const resumed = await start(['train', '--resume', ...flagsOf({ run: 'closed', iterations: done + 1 })]).ended;
  expect([resumed.code, resumed.stderr]).toEqual([0, expect.stringContaining(`Resuming after iteration ${done}.`)]);
});

test('a second signal ends a training at once, though it is saving', async () => {
  const big = { 'generator.width': 1, 'critic.width': 1, 'train.checkpoint': 100_000, batch: 1 };
  const { child, until, ended } = start(training('twice', { ...big, 'method.criticUpdates': 1 }));
  await trained('twice');
  child.kill('SIGINT');
  await until(/Stopping after this update/);
  child.kill('SIGINT');
  const { code, signal, stderr } = await ended;
  expect([code, signal]).toEqual([null, 'SIGINT']);
  expect(stderr).not.toContain('Stopped after');
});

test('a training has its run folder for itself, until it ends or is killed', async () => {
  const first = start(training('shared'));
  await trained('shared');
  const second = await start(training('shared', { seed: 1 })).ended;
  expect(second.code).toBe(1);
  expect(second.stderr).toMatch(/\nerror: A training is running in shared \(process \d+ on .*\n$/);
  first.child.kill('SIGKILL');
  await first.ended;
  const resumed = await start(['train', '--resume', ...flagsOf({ run: 'shared', seed: 1, minutes: 0.01 })]).ended;
  expect(resumed.code).toBe(130);
  expect(resumed.stderr).toMatch(/Changed from this iteration on: train\.seed was 0, is 1\./);
  const history = (await readFile(join(root, 'shared', 'history.jsonl'), 'utf8')).trim().split('\n');
  expect(
    history.map((line) => (JSON.parse(line) as { experiment: { train: { seed: number } } }).experiment.train.seed),
  ).toEqual([0, 1]);
  expect((await readdir(join(root, 'shared'))).filter((name) => name.startsWith('run.lock'))).toEqual([]);
});

test('a training whose numbers are no longer finite says what goes on from there, and that does', async () => {
  const { code, stderr } = await start(training('nan', { 'optimizer.learningRate': 1e30 })).ended;
  expect([code, stderr]).toEqual([1, expect.stringMatching(/became .* The checkpoint of iteration 0 is intact: /)]);
  const advice = /such as (--resume .*)\.\n$/.exec(stderr)?.[1]?.split(' ') as string[];
  const resumed = await start(['train', ...advice, '--iterations', '2']).ended;
  expect(resumed.code, resumed.stderr).toBe(0);
  const card = JSON.parse(await readFile(join(root, 'nan', 'model', 'model.json'), 'utf8')) as object;
  expect(card).toMatchObject({
    provenance: { changes: [{ iteration: 0, changes: expect.arrayContaining([expect.stringContaining('1e+30')]) }] },
  });
});

describe.skipIf(!existsSync('/dev/full'))('a stream on a full disk', () => {
  const few = { iterations: 2 };

  test('stderr: a training goes on to its end', async () => {
    const full = await open('/dev/full', 'w');
    const { code, stdout } = await start(training('full-stderr', few), ['ignore', 'pipe', full.fd]).ended;
    await full.close();
    expect([code, stdout]).toEqual([0, 'Trained 2 iterations. The model is in full-stderr/model.\n']);
  });

  test.each([
    ['a training ends, and then says in one line that its result is lost', training('full-stdout', few)],
    ['a list is lost, in one line', ['plugins', '--json']],
  ])('stdout: %s', async (_, args) => {
    const full = await open('/dev/full', 'w');
    const { code, stderr } = await start(args, ['ignore', full.fd, 'pipe']).ended;
    await full.close();
    expect(code).toBe(1);
    expect(stderr.trim().split('\n').at(-1)).toBe(
      'error: The results could not be written to stdout: no space is left on the disk.',
    );
    expect(stderr).not.toMatch(/\n\s+at /);
    if (args[0] === 'train') expect(await readdir(join(root, 'full-stdout', 'model'))).toContain('model.json');
  });
});

test('nobody who reads stderr any more does not end a training', async () => {
  const { child, ended } = start(training('unread', { iterations: 2 }));
  child.stderr?.destroy();
  expect((await ended).code).toBe(0);
});

test('a classifier that is stopped on cached faces is not kept', async () => {
  const faces = { data: 'avatars', 'data.train': 64, 'data.validation': 8, 'data.test': 8 };
  const { name } = await backendHere();
  const { child, until, ended } = start([
    'train-classifier',
    ...flagsOf({
      ...faces,
      'data.cache': join(root, 'faces'),
      backend: name,
      iterations: 1_000_000,
      out: 'classifier',
    }),
  ]);
  await until(/Data: /);
  // By then all faces come from the cache, and nothing that is awaited gives signals a turn of itself.
  await new Promise((resolve) => setTimeout(resolve, 3000));
  child.kill('SIGINT');
  const { code, stderr } = await ended;
  expect([code, stderr.trim().split('\n').at(-1)]).toEqual([130, 'Stopped.']);
  expect(await readdir(root)).not.toContain('classifier');
});

test('an evaluation stops amid a batch of faces, on a backend that computes in its own thread', async () => {
  const { child, until, ended } = start([
    'evaluate',
    ...flagsOf({
      model: MODEL,
      'data.cache': join(root, 'faces'),
      metric: 'ground-truth',
      count: 1000,
      out: 'evaluation',
    }),
    ...flagsOf({ backend: 'wasm', strengths: '1,2,3' }),
  ]);
  await until(/Data: /);
  await new Promise((resolve) => setTimeout(resolve, 2000));
  child.kill('SIGINT');
  const { code, stderr } = await ended;
  expect([code, stderr]).toEqual([
    130,
    expect.stringMatching(/Stopped after \d+ of 1000 faces\. Run the same command/),
  ]);
});

test('photos that are being decoded are no reason to end without a word, and a pack goes on where it was stopped', async () => {
  const data = ['--data', 'folder', '--data.root', 'photos', '--data.labels', 'labels.csv'];
  const { name } = await backendHere();
  const classifier = start(['train-classifier', ...data, ...flagsOf({ backend: name, out: 'photos-classifier' })]);
  await classifier.until(/Data: /);
  await new Promise((resolve) => setTimeout(resolve, 1000));
  classifier.child.kill('SIGINT');
  const stopped = await classifier.ended;
  expect([stopped.code, stopped.stderr.trim().split('\n').at(-1)]).toEqual([130, 'Stopped.']);

  const journal = async (): Promise<string> =>
    (await readFile(join(root, 'pack', 'journal.jsonl'), 'utf8').catch(() => '')) as string;
  const pack = start(['data', 'pack', ...data, '--size', '128', '--out', 'pack']);
  while ((await journal()).split('\n').length < 3) await new Promise((resolve) => setTimeout(resolve, 10));
  pack.child.kill('SIGINT');
  const first = await pack.ended;
  const packed = Number(
    /Packing stopped at (\d+) of 6000 images; run the same command to continue/.exec(first.stderr)?.[1],
  );
  expect([first.code, packed % 256]).toEqual([130, 0]);
  const again = start(['data', 'pack', ...data, '--size', '128', '--out', 'pack']);
  await again.until(new RegExp(`Resuming after ${packed} of 6000 images`));
  again.child.kill('SIGINT');
  expect((await again.ended).code).toBe(130);
});
