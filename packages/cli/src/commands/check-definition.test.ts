import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const bin = join(import.meta.dirname, '..', '..', '..', 'attgan', 'bin', 'attgan.js');
const training = join(import.meta.dirname, '../../../training/dist/index.js');
const require = createRequire(import.meta.url);
const url = (path: string): string => JSON.stringify(pathToFileURL(path).href);
let root = '';

/** An optimizer of somebody else's that goes up, and a schedule that is right. */
const plugin = `
import { defineOptimizer, defineSchedule } from ${url(training)};
import * as tf from ${url(require.resolve('@tensorflow/tfjs-core'))};
import { z } from ${url(require.resolve('zod'))};
const options = z.strictObject({ rate: z.number().positive().default(0.01).describe('how far a step goes') });
const climb = defineOptimizer({
  name: 'climb',
  summary: 'goes up',
  options,
  create: ({ rate }) => ({
    learningRate: rate,
    init: () => ({}),
    update: ({ parameter, gradient }) => ({ parameter: tf.add(parameter, tf.mul(gradient, rate)), slots: {} }),
  }),
});
const half = defineSchedule({ name: 'half', summary: 'half of it', options: z.strictObject({}), create: () => () => 0.5 });
export default { spec: 1, name: 'mine', provides: [climb, half] };
`;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'attgan-check-'));
  await writeFile(join(root, 'mine.mjs'), plugin);
});
afterAll(() => rm(root, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function plugins(...args: readonly string[]): Promise<Ended> {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const child = spawn(process.execPath, [bin, 'plugins', ...args], { cwd: root, env });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.on('error', reject).on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

test('a schedule of a plugin passes, a line for each group of cases', async () => {
  const { code, stdout } = await plugins('check', 'half', '--plugin', './mine.mjs');
  expect(code).toBe(0);
  expect(stdout).toMatch(/^definition +6 +0 +0\nschedule +3 +0 +0$/m);
  expect(stdout).toMatch(/The schedule half passes all conformance cases of what it promises\.\n$/);
});

test('an optimizer of a plugin that goes up fails, with its options, and the case is named', async () => {
  const args = ['climb', '--plugin', './mine.mjs', '--optimizer.rate', '0.02', '--backend', 'wasm', '--json'];
  const { code, stdout, stderr } = await plugins('check', ...args);
  expect(code).toBe(1);
  const { kind, name, ok, results } = JSON.parse(stdout) as Record<string, unknown> & {
    results: { name: string; status: string }[];
  };
  expect([kind, name, ok]).toEqual(['optimizer', 'climb', false]);
  expect(results.filter(({ status }) => status === 'failed').map((each) => each.name)).toEqual(['goes down a bowl']);
  expect(stderr).toMatch(/^error: 1 of 11 conformance cases of the optimizer climb failed; see the lines above\.$/m);
});

test('a method is checked with small networks of those it was published with', async () => {
  const { code, stdout } = await plugins('check', 'icgan', '--kind', 'method', '--backend', 'wasm', '--json');
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ kind: 'method', name: 'icgan', ok: true });
});

test.each([
  ['Write: attgan plugins, or attgan plugins check NAME.', ['check']],
  ['There is no definition named "adamm". Did you mean "adam"?', ['check', 'adamm']],
  ['There is no critic named "adam".', ['check', 'adam', '--kind', 'critic']],
  ['--kind "optimiser": there is no such kind. Did you mean "optimizer"?', ['check', 'adam', '--kind', 'optimiser']],
  ['There are several definitions named "attgan": say which with --kind, one of method', ['check', 'attgan']],
  ['optimizer.beta1: Too big', ['check', 'adam', '--optimizer.beta1', '2']],
  ['--generator.size has no effect: cases of the kind optimizer use only', ['check', 'adam', '--generator.size', '3']],
  [
    'The method "icgan" does not use "reconstruction"',
    ['check', 'icgan', '--kind', 'method', '--reconstruction', 'l2'],
  ],
  ['Only plugins check takes --optimizer.beta1.', ['--optimizer.beta1', '2']],
  ['Only plugins check takes --kind.', ['--kind', 'data']],
])('exits with 2 and says %s', async (line, args) => {
  const { code, stdout, stderr } = await plugins(...args);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain(`error: ${line}`);
  expect(stderr.trim().split('\n').length).toBe(1);
});
