import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { probeDawn } from './gpu/probe-dawn.ts';
import { webgpuBackend } from './index.ts';

const HERE = join(import.meta.dirname, '..');

let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'attgan-webgpu-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

interface Ended {
  readonly code: number | string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program against what was built, as users do, and waits until its process ends by itself. */
function run(program: string, cwd = HERE, more: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const { NODE_OPTIONS: _, ...env } = { ...process.env, ...more };
  return new Promise((resolve) => {
    const args = ['--input-type=module', '--eval', program];
    execFile(process.execPath, args, { cwd, env, timeout: 50_000 }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : (error.signal ?? error.code ?? null), stdout, stderr });
    });
  });
}

const problem = await webgpuBackend.whyUnavailable();
const software = problem === undefined && (await webgpuBackend.slowerHere?.()) !== undefined;

/**
 * The lines that a program on the GPU writes. Dawn's driver in software ends, once in many runs, a process that opens it
 * again: such a process has a second try. One that a GPU ends has none.
 */
async function linesOf(program: string): Promise<string[]> {
  const whole = `
    import { webgpuBackend } from '@attgan/backend-webgpu';
    import * as tf from '@tensorflow/tfjs-core';
    const say = (error) => console.log(error.name + ': ' + error.message);
    const sum = async () => console.log((await tf.sum(tf.ones([20, 100])).data())[0]);
    ${program}`;
  const first = await run(whole);
  const crashed = ['SIGSEGV', 'SIGABRT', 'SIGBUS', 'SIGILL'].includes(String(first.code));
  const { code, stdout, stderr } = crashed && software ? await run(whole) : first;
  expect([code, stderr]).toEqual([0, '']);
  return stdout.trim().split('\n');
}

describe.skipIf(problem !== undefined)(`opened again${problem === undefined ? '' : ` (${problem})`}`, () => {
  test('what the GPU refuses is told when a result is read, not computed on with zeros', async () => {
    const lines = await linesOf(`
      const { close } = await webgpuBackend.open({});
      const total = tf.sum(tf.ones([4]));
      tf.backend().device.createBuffer({ size: 2 ** 50, usage: 8 });
      await total.data().catch(say);
      await sum().catch(say);
      await close();
      const again = await webgpuBackend.open({});
      await sum();
      await again.close();`);
    const failed: unknown = expect.stringMatching(/^AttganError: The GPU failed: .+/);
    // Dawn itself writes before them what was refused.
    expect(lines.slice(-3)).toEqual([failed, failed, '2000']);
  });

  test('an adapter is chosen by part of its name in any case; a name that none has is told with those there are', async () => {
    const [refused, result] = await linesOf(`
      const error = await webgpuBackend.open({ adapter: 'abacus' }).catch((thrown) => thrown);
      say(error);
      const [, name] = /Here are: ([^,]+).*[.]$/.exec(error.message);
      const { close } = await webgpuBackend.open({ adapter: name.slice(1).toUpperCase() });
      await sum();
      await close();`);
    expect(refused).toMatch(/^AttganError: There is no adapter "abacus"\. Here are: .+\.$/);
    expect(result).toBe('2000');
  });

  test('software can be forbidden', async ({ skip }) => {
    if (!software) skip('this machine has a GPU');
    const [refused] = await linesOf(`await webgpuBackend.open({ software: 'forbid' }).catch(say);`);
    expect(refused).toMatch(/is software, which backend\.software/);
  });

  test('what is closed is gone and can be opened again', async () => {
    const lines = await linesOf(`
      const { close } = await webgpuBackend.open({});
      await sum();
      await close();
      console.log(tf.findBackend('webgpu'));
      const again = await webgpuBackend.open({});
      await sum();
      await again.close();`);
    expect(lines).toEqual(['2000', 'null', '2000']);
  });
});

test('after close the process ends by itself, having said nothing but its result', async ({ skip }) => {
  if (problem !== undefined) skip(problem);
  const ended = await run(`
    import { webgpuBackend } from '@attgan/backend-webgpu';
    import * as tf from '@tensorflow/tfjs-core';
    const { close } = await webgpuBackend.open({});
    const x = tf.randomNormal([2, 8, 8, 3]);
    const kernel = tf.randomNormal([4, 4, 3, 8]);
    const slope = tf.grad((k) => tf.sum(tf.square(tf.conv2d(x, k, 2, 'same'))))(kernel);
    console.log((await slope.data()).length);
    await close();`);
  expect(ended).toEqual({ code: 0, stdout: '384\n', stderr: '' });
});

test('without the npm package webgpu nothing fails, and one line says how to install it', async () => {
  const scope = join(root, 'node_modules', '@attgan');
  await mkdir(join(scope, 'backend-webgpu'), { recursive: true });
  await cp(join(HERE, 'dist'), join(scope, 'backend-webgpu', 'dist'), { recursive: true });
  await cp(join(HERE, 'package.json'), join(scope, 'backend-webgpu', 'package.json'));
  const modules = join(HERE, '..', '..', '..', 'node_modules');
  for (const name of ['@attgan/core', '@attgan/kernels', '@tensorflow', 'zod']) {
    await mkdir(dirname(join(root, 'node_modules', name)), { recursive: true });
    await symlink(join(modules, name), join(root, 'node_modules', name));
  }
  const { code, stdout } = await run(
    `
    import { webgpuBackend } from '@attgan/backend-webgpu';
    console.log(await webgpuBackend.whyUnavailable());
    console.log(await webgpuBackend.slowerHere());
    await webgpuBackend.open({}).catch((error) => console.log(error.name, error.message));`,
    root,
  );
  const missing = 'the npm package webgpu is not installed: run `npm install webgpu@0.6.2`';
  expect([code, stdout.trim().split('\n')]).toEqual([
    0,
    [missing, 'undefined', `AttganError The webgpu backend cannot run: ${missing}.`],
  ]);
});

test('without a driver one line says what to install, and the probe writes nothing', async () => {
  const program = `
    import { webgpuBackend } from '@attgan/backend-webgpu';
    console.log(await webgpuBackend.whyUnavailable());`;
  const none = { VK_DRIVER_FILES: '/dev/null', VK_ICD_FILENAMES: '/dev/null', VK_ADD_DRIVER_FILES: '' };
  const { code, stdout, stderr } = await run(program, HERE, none);
  expect([code, stderr]).toEqual([0, '']);
  if (process.platform === 'linux')
    expect(stdout).toMatch(/^(no GPU has a Vulkan driver|there is no Vulkan loader).+\n$/);
});

test.each([
  ['process.abort();', /^its driver crashes \(SIGABRT\)/],
  ['throw new Error("bad build");', /^webgpu@0\.6\.2 cannot be loaded: Error: bad build$/],
  ['process.exit(0);', /^webgpu@0\.6\.2 gave no answer/],
])('a webgpu that does %s is told in one line and takes nothing with it', async (program, expected) => {
  const path = join(root, 'dawn.mjs');
  await writeFile(path, program);
  expect(await probeDawn(pathToFileURL(path).href)).toMatch(expected);
});
