import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { reportTable } from './report-table.ts';

const bin = join(import.meta.dirname, '..', '..', '..', 'attgan', 'bin', 'attgan.js');
const built = join(import.meta.dirname, '../../../backends/wasm/dist/index.js');
const tfjs = createRequire(import.meta.url).resolve('@tensorflow/tfjs-core');
const url = (path: string): string => JSON.stringify(pathToFileURL(path).href);
let root = '';

/** A backend of somebody else's: wasm, with a hyperbolic tangent that is not one. */
const bent = `
import { wasmBackend } from ${url(built)};
export default {
  spec: 1,
  name: 'bent',
  provides: [
    {
      ...wasmBackend,
      name: 'bent',
      async open(options) {
        const backend = await wasmBackend.open(options);
        const { Sigmoid, Tanh, getKernel, registerKernel, unregisterKernel } = await import(${url(tfjs)});
        unregisterKernel(Tanh, 'wasm');
        registerKernel({ ...getKernel(Sigmoid, 'wasm'), kernelName: Tanh });
        return { ...backend, name: 'bent' };
      },
    },
  ],
};
`;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'attgan-check-'));
  await writeFile(join(root, 'bent.mjs'), bent);
});
afterAll(() => rm(root, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function check(...args: string[]): Promise<Ended> {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const child = spawn(process.execPath, [bin, 'backends', 'check', ...args], { cwd: root, env });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.on('error', reject).on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

test('a backend that keeps its promises passes, with a line for each group', async () => {
  const { code, stdout } = await check('wasm', '--only', 'losses');
  expect(code).toBe(0);
  expect(stdout).toMatch(/^losses +12 +0 +0 {2}\d\.\de-\d+ of 1e-5: /m);
  expect(stdout).toMatch(/The backend wasm passes all conformance cases of what it promises\.\n$/);
});

test('a plugin’s backend that breaks a promise fails, and what is broken is named', async () => {
  const { code, stdout, stderr } = await check('bent', '--plugin', './bent.mjs', '--only', 'elementwise', '--json');
  expect(code).toBe(1);
  const { ok, results } = JSON.parse(stdout) as { ok: boolean; results: { name: string; status: string }[] };
  expect(ok).toBe(false);
  const failed = results.filter(({ status }) => status === 'failed').map(({ name }) => name);
  expect(failed).toEqual(['tanh', 'tanh: gradient', 'tanh: gradient of the gradient', 'tanh far out']);
  expect(stderr).toMatch(/^error: 4 of 123 conformance cases of the backend bent failed/m);
});

test.each([
  [2, 'There is no group of cases named "loses". Did you mean "losses"?', ['wasm', '--only', 'loses']],
  [2, 'Write: attgan backends install NAME, or attgan backends check NAME.', []],
  [2, 'Unknown option backend.threads.', ['wasm', '--backend.threads', '2']],
  [2, 'Unknown flag --data.root.', ['wasm', '--data.root', 'x']],
  [1, 'Cannot read the parity case', ['wasm', '--parity', 'nowhere']],
] as const)('exits with %i and says %s', async (code, line, args) => {
  const ended = await check(...args);
  expect([ended.code, ended.stdout]).toEqual([code, '']);
  expect(ended.stderr).toContain(`error: ${line}`);
  expect(ended.stderr.trim().split('\n').length).toBe(1);
});

test('the table names what is broken, the farthest of each group, and typical layers', () => {
  const result = { group: 'products', milliseconds: 1, tolerance: 1e-5 } as const;
  const table = reportTable({
    kind: 'backend',
    name: 'slow',
    ok: false,
    results: [
      { ...result, name: 'a', status: 'passed', deviation: 2e-6 },
      { ...result, name: 'b', status: 'failed', deviation: 0.25, problem: 'off by 2.5e-1, allowed 1e-5: the values' },
      { ...result, name: 'c', status: 'not promised' },
    ],
    layers: [{ name: 'convolution', gigaflops: 12.34 }],
  });
  expect(table.split('\n')).toEqual([
    'group                passed failed not promised  farthest off',
    'products                  1      1            1  2.5e-1 of 1e-5: b',
    'FAILED products, b: off by 2.5e-1, allowed 1e-5: the values',
    'typical layers, GFLOP/s',
    '  convolution                                        12.3',
  ]);
});
