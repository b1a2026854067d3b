import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { builtIn } from 'attgan';
import { studyPlan, type Study } from '@attgan/eval';
import { openRegistries, sharedBy } from '@attgan/experiment';
import { loadPicture } from '@attgan/pictures';
import { backendHere } from './backend-here.ts';
import { attganHere, type Ended } from './in-process.ts';
import { ROOT } from './workspace.ts';

const before = process.cwd();
let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'attgan-study-'));
  process.chdir(root);
});
afterAll(async () => {
  process.chdir(before);
  await rm(root, { recursive: true, force: true });
});

const study = (plan: string, out: string): Promise<Ended> => attganHere(`study ${plan} --out ${out}`.split(' '));

async function write(name: string, change: object = {}): Promise<string> {
  const networks = { size: 32, width: 0.0625 };
  const plan = {
    title: 'Two ways',
    base: {
      data: { name: 'avatars', train: 40, validation: 8, test: 8, cache: join(root, 'faces') },
      backend: (await backendHere()).name,
      generator: networks,
      train: { batch: 4, iterations: 4, log: 1, samples: 4 },
    },
    experiments: {
      fader: { method: 'fader', generator: { name: 'fader' } },
      vaegan: { method: 'vaegan', generator: { name: 'vaegan' }, critic: { name: 'vaegan', width: 0.0625 } },
    },
    seeds: [0, 1],
    evaluation: { count: 8, metrics: ['reconstruction', 'ground-truth'], strengths: [1] },
    claims: [
      {
        text: 'One is <better>.',
        metric: 'reconstruction',
        figure: 'PSNR',
        of: 'fader',
        than: ['vaegan'],
        expected: 'higher',
      },
    ],
    ...change,
  };
  await writeFile(join(root, name), JSON.stringify(plan));
  return name;
}

const resultsOf = async (out: string): Promise<Study> =>
  JSON.parse(await readFile(join(root, out, 'study.json'), 'utf8')) as Study;

test('a study trains every run, measures all on the same faces and judges claims; more seeds go on from it', async () => {
  const first = await study(await write('one.json', { seeds: [0] }), 'out');
  expect(first.code, first.stderr).toBe(0);
  const [own] = (await resultsOf('out')).runs;
  const both = await study(await write('two.json'), 'out');
  expect(both.code, both.stderr).toBe(0);
  // The run of the first study was neither trained nor measured anew.
  expect(both.stderr).not.toMatch(/fader, seed 0\./);
  expect(both.stderr).toMatch(/Run 4 of 4: vaegan, seed 1\./);
  const { runs, protocol } = await resultsOf('out');
  expect(runs.map(({ experiment, seed }) => [experiment, seed])).toEqual([
    ['fader', 0],
    ['vaegan', 0],
    ['fader', 1],
    ['vaegan', 1],
  ]);
  expect(runs[0]?.model.sha256).toBe(own?.model.sha256);
  expect(new Set(runs.map(({ model }) => model.sha256)).size).toBe(4);
  expect([protocol.faces, runs[0]?.iterations]).toEqual([8, 4]);
  const page = await readFile(join(root, 'out', 'study.html'), 'utf8');
  expect(page).toContain('One is &lt;better&gt;.');
  // Two faces by both experiments, of the first seed.
  const { height } = await loadPicture(join(root, 'out', 'study.webp'));
  expect(height).toBeGreaterThan(2 * 3 * 32);
  expect(height).toBeLessThan(2 * 4 * 32 + 120);
  expect(page).toMatch(/holds|fails|undecided/);
  expect(both.stdout).toMatch(/One is <better>\.\n {2}than vaegan +(holds|fails|undecided)/);
}, 180_000);

test('plans that cannot be are told in one line, and a changed plan does not touch what was trained', async () => {
  let plans = 0;
  const fails = async (change: object, message: RegExp): Promise<void> => {
    // A process reads a configuration once.
    const { code, stderr } = await study(await write(`${++plans}bad.json`, change), 'bad');
    expect([1, 2]).toContain(code);
    expect(stderr.trim().split('\n').at(-1)).toMatch(message);
  };
  await fails({ experiments: {} }, /bad\.json: experiments: there must be at least one/);
  await fails({ minuets: 3 }, /bad\.json: Unknown option minuets\. Did you mean "minutes"/);
  await fails(
    { claims: [{ text: '', metric: 'a', figure: 'b', of: 'stgan', than: ['fader'], expected: 'higher' }] },
    /"stgan" is not one of the experiments/,
  );
  await fails(
    { base: { train: { batch: 4 } } },
    /does not say how long to train fader\. Give "minutes", or "iterations"/,
  );
  await fails({ minutes: 1 }, /gives "minutes", and "iterations" for fader/);
  await fails({ claims: [], experiments: { one: { method: 'nothing' } } }, /No method named "nothing"/);
  await fails(
    { claims: [], experiments: { one: {}, two: { generator: { name: 'fader', size: 64 } } } },
    /one and two differ in their data, backend or size \(32 and 64 px\)/,
  );
  await fails({ base: { plugins: ['absent-one'] }, minutes: 1 }, /names plugins, .* not loaded: absent-one/);
  const absent = await study(await write('absent.json', { minutes: 1 }), 'bad --plugin absent-two');
  expect([absent.code, absent.stderr]).toEqual([2, expect.stringMatching(/absent-two/)]);
  const { code, stderr } = await study(
    await write('changed.json', {
      seeds: [0],
      base: { ...JSON.parse(await readFile(join(root, 'one.json'), 'utf8')).base, weights: { reconstruction: 2 } },
      experiments: { fader: { method: 'fader', generator: { name: 'fader' } } },
      claims: [],
    }),
    'out',
  );
  expect([code, stderr]).toEqual([1, expect.stringMatching(/does not match the plan/)]);
}, 120_000);

test('a plan of minutes trains as many iterations as a trial finds to fit, every seed as many', async () => {
  const { base } = JSON.parse(await readFile(join(root, await write('base.json')), 'utf8')) as {
    base: { train: Record<string, number> };
  };
  const { iterations: _, ...train } = base.train;
  const plan = { base: { ...base, train }, minutes: 0.01, claims: [] };
  const experiments = { fader: { method: 'fader', generator: { name: 'fader' } } };
  const timed = await study(
    await write('timed.json', { ...plan, experiments }),
    'timed --set title=Timed --set evaluation.count=6',
  );
  expect(timed.code, timed.stderr).toBe(0);
  const { runs, protocol, plan: laid } = await resultsOf('timed');
  expect([laid.title, protocol.faces]).toEqual(['Timed', 6]);
  // No fewer than the trial itself.
  expect(runs.map(({ iterations }) => iterations >= 60)).toEqual([true, true]);
  expect(runs[0]?.iterations).toBe(runs[1]?.iterations);
}, 120_000);

test('every plan that comes along says how long to train, and names parts that there are', async () => {
  // As --plugin would say.
  const plugins = ['./examples/attgan-net-stgan'];
  const registries = await openRegistries({ builtIn: await builtIn(), root: ROOT, plugins });
  for (const name of await readdir(join(ROOT, 'studies'))) {
    const plan = studyPlan.parse(JSON.parse(await readFile(join(ROOT, 'studies', name), 'utf8')));
    // As --data.root would say.
    const rooted = { celeba: { root: 'CELEBA' } };
    const { name: data } = plan.base['data'] as { name: keyof typeof rooted };
    const base = { ...plan.base, data: { name: data, ...rooted[data] } };
    expect(sharedBy({ ...plan, base }, registries).size, name).toBe(name.endsWith('-128.json') ? 128 : 64);
  }
});
