import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wasmBackend } from '@attgan/backend-wasm';
import { webgpuBackend } from '@attgan/backend-webgpu';
import { createRegistry, definePlugin } from '@attgan/core';
import { chooseBackend } from '@attgan/experiment';
import { runParity } from '@attgan/methods';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const bin = join(import.meta.dirname, '..', 'packages', 'attgan', 'bin', 'attgan.js');
// The vectors are too large to ship; they lie beside a checkout of the maintainers'.
const vectors = join(import.meta.dirname, '..', '..', 'shared', 'parity');
const problem = await webgpuBackend.whyUnavailable();
const slower = problem === undefined ? await webgpuBackend.slowerHere?.() : undefined;

describe(`webgpu${problem === undefined ? '' : `: ${problem}`}`, () => {
  let root = '';
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'attgan-webgpu-'));
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  /** Runs the command line until its process ends by itself; what it wrote on stderr. */
  function attgan(...args: string[]): Promise<string> {
    return new Promise((resolve, reject) => {
      execFile(process.execPath, [bin, ...args], { cwd: root }, (error, _, stderr) =>
        error === null ? resolve(stderr) : reject(error),
      );
    });
  }

  async function metricsOf(backend: string): Promise<[string, number][]> {
    const options = {
      data: 'avatars',
      'data.train': 8,
      'data.validation': 1,
      'data.test': 1,
      'data.cache': 'off',
      'generator.preset': 'paper-64',
      'generator.size': 32,
      'generator.width': 1 / 32,
      'critic.width': 1 / 32,
      'method.criticUpdates': 1,
      'train.log': 1,
      iterations: 2,
      batch: 2,
      backend,
      run: backend,
    };
    const flags = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
    const stderr = await attgan('train', ...flags);
    expect(stderr).toContain(`Backend ${backend} (as requested)`);
    const lines = (await readFile(join(root, backend, 'metrics.jsonl'), 'utf8')).trim().split('\n');
    return Object.entries(JSON.parse(lines.at(-1) as string) as Record<string, number>);
  }

  test('trains through the command line as wasm does, and the model it leaves edits', async ({ skip }) => {
    if (problem !== undefined) skip(problem);
    const [ours, theirs] = [await metricsOf('webgpu'), await metricsOf('wasm')];
    expect(ours.map(([name]) => name)).toEqual(theirs.map(([name]) => name));
    ours.forEach(([name, value], index) => {
      const expected = (theirs[index] as [string, number])[1];
      expect(Math.abs(value - expected), name).toBeLessThan(1e-2 * Math.max(1, Math.abs(expected)));
    });
    const face = join('webgpu', 'samples', '000002.png');
    await attgan(
      'edit',
      face,
      '--model',
      'webgpu/model',
      '--backend',
      'webgpu',
      '--set',
      'Young=flip',
      '--out',
      'o.png',
    );
    expect(existsSync(join(root, 'o.png'))).toBe(true);
  }, 600_000);

  test('auto does not take a GPU imitated in software before wasm, and says so', async ({ skip }) => {
    if (slower === undefined) skip(problem ?? 'this machine has a GPU');
    const plugin = definePlugin({ name: 'both', provides: [webgpuBackend, wasmBackend] });
    const { definition, reason } = await chooseBackend('auto', createRegistry('backend', [plugin]));
    expect([definition.name, reason]).toEqual(['wasm', `the fastest that runs here; webgpu: ${slower?.why}`]);
  });

  test.for(['paper-64', 'paper-128', 'pytorch-128'])(
    '%s trains as the PyTorch program did',
    { timeout: 600_000 },
    async (name, { skip }) => {
      if (problem !== undefined) skip(problem);
      if (!existsSync(vectors)) skip('its vectors are not beside this checkout');
      if (slower !== undefined && name !== 'paper-64') skip('one is enough where a processor imitates the GPU');
      const open = await webgpuBackend.open({});
      const report = await runParity(join(vectors, name));
      await open.close();
      expect(report.groups.forward).toBeLessThan(1e-4);
      expect(report.groups.gradients).toBeLessThan(1e-3);
      expect(report.groups.losses).toBeLessThan(1e-3);
      expect(report.groups.parameters).toBeLessThan(1e-4);
    },
  );
});
