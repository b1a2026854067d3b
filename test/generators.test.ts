import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runAsStranger, succeedAsStranger } from '../tools/run-as-stranger.ts';
import { checkRequest } from '../tools/workspace/src/check-request.ts';
import { BACKEND, LOSS, METHOD, NETWORK, OPTIMIZER } from '../tools/workspace/src/sorts.ts';
import { copyWorkspace } from './workspace-copy.ts';
import { ROOT } from './workspace.ts';

let copy = '';
beforeAll(async () => {
  copy = join(await mkdtemp(join(tmpdir(), 'attgan-generators-')), 'attgan');
  await copyWorkspace(copy);
}, 180_000);
afterAll(() => rm(join(copy, '..'), { recursive: true, force: true }), 180_000);

const generate = (words: string): Promise<string> => succeedAsStranger(`npx nx g @attgan/workspace:${words}`, copy);
const references = async (file: string): Promise<string[]> => {
  const { references: all } = JSON.parse(await readFile(join(copy, file), 'utf8')) as {
    references: { path: string }[];
  };
  return all.map(({ path }) => path);
};

test('what is generated in the workspace builds, passes the linter and its first cases', async () => {
  const made = {
    'adversarial politely': 'packages/adversarial-politely',
    'backend abacus': 'packages/backends/abacus',
    'constraint gently': 'packages/constraint-gently',
    'critic harsh': 'packages/critic-harsh',
    'data squares': 'packages/data-squares',
    'loss softly': 'packages/loss-softly',
    'method plainly': 'packages/method-plainly',
    'metric change': 'packages/metric-change',
    'network deep-one': 'packages/network-deep-one',
    'optimizer downhill': 'packages/optimizer-downhill',
  };
  const folders = Object.values(made);
  const said: string[] = [];
  for (const words of Object.keys(made)) said.push(await generate(words));
  said.forEach((text, index) => expect(text).toContain(`begins in ${folders[index]}. What is left:\n  - npm install`));
  for (const folder of folders) {
    expect(await readFile(join(copy, folder, 'README.md'), 'utf8')).toMatch(
      /^# @attgan\/\S+\n[\s\S]*\nnpm install @attgan\//,
    );
    expect(await readFile(join(copy, folder, 'LICENSE'), 'utf8')).toBe(await readFile(join(ROOT, 'LICENSE'), 'utf8'));
  }
  expect(await references('tsconfig.json')).toEqual(expect.arrayContaining(folders));
  expect(await references('tsconfig.test.json')).toEqual(expect.arrayContaining(folders));
  await succeedAsStranger('npx nx sync:check && npx oxfmt --check .', copy);
  await succeedAsStranger(`npx tsc -b ${folders.join(' ')}`, copy);
  await succeedAsStranger(`npx oxlint --type-aware ${folders.join(' ')}`, copy);
  const include = folders.map((folder) => `${folder}/src/*.ts`);
  await writeFile(join(copy, 'tsconfig.new.json'), JSON.stringify({ extends: './tsconfig.test.json', include }));
  await succeedAsStranger('npx tsc -p tsconfig.new.json', copy);
  const tested = await succeedAsStranger(`npx vitest run ${folders.join(' ')}`, copy);
  expect(tested).toMatch(/Test Files {2}10 passed/);
  expect(tested).toMatch(/Tests .* 10 todo/);
}, 900_000);

test('a wrong name is one line, and nothing is written', async () => {
  const packages = (): Promise<string[]> => readdir(join(copy, 'packages'), { recursive: true });
  const before = await packages();
  const { code, stderr } = await runAsStranger('npx nx g @attgan/workspace:loss l2', copy);
  expect(code).toBe(1);
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  const message = 'There is a reconstruction "l2" already: choose another name.';
  expect(lines).toEqual([expect.stringContaining(message), 'Pass --verbose to see the stacktrace.']);
  expect(await packages()).toEqual(before);
}, 120_000);

test.each([
  ['"Soft_Loss" is no name for a loss', LOSS, { name: 'Soft_Loss' }],
  ['"" is no name for a network', NETWORK, { name: '' }],
  ['There is a generator "attgan" already', NETWORK, { name: 'attgan' }],
  ['There is a method "icgan" already', METHOD, { name: 'icgan' }],
  ['There is a optimizer "adam" already', OPTIMIZER, { name: 'adam' }],
  ['packages/core is there already and not empty', BACKEND, { name: 'fast', directory: 'packages/core' }],
  ['packages/backends/wasm is there already', BACKEND, { name: 'wasm' }],
  ['docs is no place for a package', LOSS, { name: 'fine', directory: 'docs' }],
])('refused: %s', (message, sort, request) => {
  expect(() => checkRequest(ROOT, sort, request)).toThrow(message);
});

test('a package outside the workspace has a name of its own', () => {
  const made = checkRequest(ROOT, LOSS, { name: 'fine', directory: '../loss-fine' });
  expect(made).toEqual({ folder: join('..', 'loss-fine'), inside: false, packageName: 'attgan-loss-fine' });
});
