import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Ended, runAsStranger, succeedAsStranger } from '../tools/run-as-stranger.ts';
import { foldersOf } from '../packages/backends/tensorflow/src/folders.ts';
import { bindingPaths } from '../packages/backends/tensorflow/src/paths.ts';
import { backendHere } from './backend-here.ts';
import { ROOT } from './workspace.ts';

// The published binding cannot be downloaded everywhere. Ours is compiled from its sources and more, so it stands in for
// the binary in a package whose JavaScript is the published one; what is ours in it is not used from there.

const bin = join(ROOT, 'packages', 'attgan', 'bin', 'attgan.js');
let root = '';
let project = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'attgan-published-'));
  project = join(root, 'project');
  const scope = join(project, 'node_modules', '@tensorflow');
  await mkdir(scope, { recursive: true });
  await succeedAsStranger('npm pack @tensorflow/tfjs-node@4.22.0 --silent --ignore-scripts && tar xzf *.tgz', root);
  await symlink(join(root, 'package'), join(scope, 'tfjs-node-gpu'));
  await mkdir(join(root, 'package', 'lib', 'napi-v8'), { recursive: true });
}, 120_000);
afterAll(() => rm(root, { recursive: true, force: true }));

const attgan = (line: string): Promise<Ended> =>
  runAsStranger(`ATTGAN_CACHE=${join(root, 'cache')} node ${bin} ${line}`, project);

const none = /tensorflow +not installed: run `attgan backends install tensorflow`/;

test('a package without its binary is none', async () => {
  expect((await attgan('backends')).stdout).toMatch(none);
});

test('a package that the project does not depend on is none', async () => {
  const binary = join(root, 'package', 'lib', 'napi-v8', 'tfjs_binding.node');
  await writeFile(binary, 'nonsense');
  for (const manifest of ['{}', 'nonsense', '{"dependencies":{"@tensorflow/tfjs-node":"4.22.0"}}']) {
    await writeFile(join(project, 'package.json'), manifest);
    expect((await attgan('backends')).stdout).toMatch(none);
  }
  await writeFile(join(project, 'package.json'), '{"dependencies":{"@tensorflow/tfjs-node-gpu":"4.22.0"}}');
  expect((await attgan('backends')).stdout).toMatch(/tensorflow +ready/);
  await rm(binary);
});

const compiled = (await backendHere()).name === 'tensorflow';
test.runIf(compiled)(
  'a package with its binary runs, and computes as a backend must',
  async () => {
    const { addon } = bindingPaths(foldersOf('cpu').binding);
    await symlink(addon, join(root, 'package', 'lib', 'napi-v8', 'tfjs_binding.node'));
    expect((await attgan('backends')).stdout).toMatch(/tensorflow +ready/);
    const checked = await attgan('backends check tensorflow');
    expect(checked.code, `${checked.stdout}\n${checked.stderr}`).toBe(0);
    expect(checked.stderr).toMatch(/by @tensorflow\/tfjs-node-gpu 4\.22\.0 of \/.*package/);
  },
  240_000,
);

test('a binary that does not load is named', async () => {
  const lib = join(root, 'package', 'lib');
  await rm(join(lib, 'napi-v8'), { recursive: true, force: true });
  await mkdir(join(lib, 'napi-v7'));
  await writeFile(join(lib, 'napi-v7', 'tfjs_binding.node'), 'nonsense');
  const { code, stderr } = await attgan('backends check tensorflow');
  expect([code, stderr.trim().split('\n').length]).toEqual([1, 1]);
  expect(stderr).toMatch(/TensorFlow cannot be loaded: .*tfjs_binding\.node.*for this machine/m);
}, 60_000);
