import { chmod, cp, mkdir, mkdtemp, readFile, readdir, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, delimiter, join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { temporaryBeside } from '@attgan/formats';
import { type Folders, foldersOf } from '../folders.ts';
import { tensorflowBackend } from '../index.ts';
import { manifestProblem, writeManifest } from '../manifest.ts';
import { bindingPaths } from '../paths.ts';
import { runCommand } from '../run-command.ts';
import { unsupported } from '../unsupported.ts';
import { verifyOnce } from '../verify-once.ts';
import { requireRoom } from './disk.ts';
import { fetchNpm } from './fetch-npm.ts';
import { install } from './index.ts';
import { verify } from './verify.ts';

const request = { cuda: false, force: false, report: () => undefined };

let installed: Folders;
let folder: string;

beforeAll(async () => {
  await install(request);
  installed = foldersOf('cpu');
}, 300_000);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attgan-tensorflow-'));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

/** A cache in the temporary folder that shares the real library: 850 MB need not be copied. */
async function freshCache(): Promise<Folders> {
  vi.stubEnv('ATTGAN_CACHE', folder);
  const folders = foldersOf('cpu');
  await mkdir(folders.root);
  await symlink(installed.library, folders.library);
  return folders;
}

/** A PATH on which these programs run and there are no others. */
async function onlyTools(names: readonly string[]): Promise<void> {
  const bin = join(folder, 'bin');
  await mkdir(bin);
  for (const name of names) await writeProgram(join(bin, name), 'true');
  vi.stubEnv('PATH', bin);
}

async function writeProgram(path: string, shell: string): Promise<void> {
  await writeFile(path, `#!/bin/sh\n${shell}\n`);
  await chmod(path, 0o755);
}

test('the installed binding computes a gradient of a gradient and says nothing on stderr', async () => {
  expect(await verify(installed.binding)).toBe('');
});

test('installing again when everything is in place does nothing and says so', async () => {
  const lines: string[] = [];
  await install({ ...request, report: (line) => lines.push(line) });
  expect(lines).toEqual([expect.stringMatching(/^TensorFlow is in place already: .*\.$/)]);
});

test('an empty cache is reported with the command that fills it, and nothing is opened', async () => {
  vi.stubEnv('ATTGAN_CACHE', folder);
  expect(await tensorflowBackend.whyUnavailable()).toBe('not installed: run `attgan backends install tensorflow`');
  await expect(tensorflowBackend.open({})).rejects.toThrow(/^The tensorflow backend cannot run: not installed/);
  await expect(tensorflowBackend.open({ device: 'gpu' })).rejects.toThrow(/install tensorflow --cuda/);
});

test('a truncated file and a missing one are reported as damage, and nothing is loaded', async () => {
  const folders = await freshCache();
  await cp(installed.binding, folders.binding, { recursive: true });
  expect(await tensorflowBackend.whyUnavailable()).toBeUndefined();
  const { addon, early } = bindingPaths(folders.binding);
  await truncate(addon, 1000);
  expect(await tensorflowBackend.whyUnavailable()).toMatch(/damaged: .*\.node has 1000 bytes instead of \d+: run/);
  await expect(tensorflowBackend.open({})).rejects.toThrow(/cannot run: damaged/);
  await cp(join(installed.binding, basename(addon)), addon);
  await rm(early);
  expect(await tensorflowBackend.whyUnavailable()).toMatch(/libattgan_early\.so is missing/);
});

test('a byte that changed is found when a release loads the file for the first time, and nothing is loaded', async () => {
  const folders = await freshCache();
  await cp(installed.binding, folders.binding, { recursive: true });
  await rm(join(folders.binding, 'verified.json'), { force: true });
  await verifyOnce(folders.binding);
  const { layer } = bindingPaths(folders.binding);
  const path = join(layer, 'register_all_kernels.js');
  const bytes = await readFile(path);
  bytes[0] = (bytes[0] as number) ^ 1;
  await writeFile(path, bytes);
  // This release has found it whole before; another one has not.
  await verifyOnce(folders.binding);
  await writeFile(join(folders.binding, 'verified.json'), JSON.stringify({ release: '0.0.1' }));
  expect(manifestProblem(folders.binding)).toBeUndefined();
  await expect(tensorflowBackend.open({})).rejects.toThrow(
    /^TensorFlow is damaged: .*register_all_kernels\.js is not what was installed\. Run `attgan backends install/,
  );
});

test('a truncated manifest is reported as damage', async () => {
  const folders = await freshCache();
  await cp(installed.binding, folders.binding, { recursive: true });
  await truncate(join(folders.binding, 'manifest.json'), 100);
  expect(await tensorflowBackend.whyUnavailable()).toMatch(/damaged: .*manifest\.json is unreadable/);
});

test('a library without a binding for this processor is reported as not built', async () => {
  await freshCache();
  expect(await tensorflowBackend.whyUnavailable()).toMatch(
    /^not built yet .*: run `attgan backends install tensorflow`$/,
  );
});

test.each([
  [[], /needs python3 with pip, and there is no python3 on PATH/],
  [['python3'], /npm on PATH/],
  [['python3', 'npm'], /g\+\+ does not run/],
])('with only %j on PATH installing says in one line what is missing', async (tools, message) => {
  await onlyTools(tools);
  vi.stubEnv('ATTGAN_CACHE', folder);
  vi.stubEnv('CXX', '');
  const error: unknown = await install(request).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ name: 'AttganError', message: expect.stringMatching(message) });
  expect((error as Error).message).not.toContain('\n');
});

test('python3 without pip is named', async () => {
  const bin = join(folder, 'bin');
  await mkdir(bin);
  await writeProgram(join(bin, 'python3'), '[ "$1" = --version ]');
  vi.stubEnv('PATH', [bin, process.env['PATH']].join(delimiter));
  vi.stubEnv('ATTGAN_CACHE', folder);
  await expect(install(request)).rejects.toThrow(/needs pip, and python3 has none/);
});

test('a compiler whose output does not load leaves nothing in place and nothing behind', async () => {
  const folders = await freshCache();
  const compiler = join(folder, 'compiler');
  await writeProgram(compiler, 'while [ $# -gt 0 ]; do [ "$1" = -o ] && echo nonsense > "$2"; shift; done; true');
  vi.stubEnv('CXX', compiler);
  await expect(install(request)).rejects.toThrow(/^Trying TensorFlow after its installation failed: /);
  expect(await readdir(folders.root)).toEqual([basename(folders.library)]);
});

test('what a killed installation left goes with the next, even where nothing is to be installed', async () => {
  const folders = await freshCache();
  await symlink(installed.binding, folders.binding);
  // Linux ends its ids of processes at 2^22.
  const killed = temporaryBeside(folders.library).replace(/tmp\.\d+\./, `tmp.${2 ** 22 + 1}.`);
  await mkdir(join(killed, 'wheels'), { recursive: true });
  await writeFile(join(killed, 'wheels', 'half.whl'), 'half');
  await install(request);
  expect((await readdir(folders.root)).sort()).toEqual([basename(folders.library), basename(folders.binding)].sort());
});

test('a disk without room is found before anything is downloaded', async () => {
  await requireRoom(folder, 1);
  await expect(requireRoom(folder, 1e18)).rejects.toThrow(/needs 1000000000\.0 GB in .*, where .* GB are free/);
});

test('an archive that is not the expected one is refused', async () => {
  const spec = join(folder, 'package');
  await mkdir(spec);
  await writeFile(join(spec, 'package.json'), '{ "name": "anything", "version": "1.0.0" }');
  await expect(fetchNpm({ spec, integrity: 'sha512-wrong' }, [''], folder)).rejects.toThrow(
    /is not the expected archive: its checksum is sha512-/,
  );
});

test('a manifest covers every file below its folder', async () => {
  await mkdir(join(folder, 'deep'));
  await writeFile(join(folder, 'deep', 'file'), 'abc');
  expect(await writeManifest(folder)).toBe(3);
  expect(manifestProblem(folder)).toBeUndefined();
  const { files } = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as { files: unknown };
  expect(files).toEqual({
    'deep/file': { size: 3, sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad' },
  });
});

test('a failing command is one line: its purpose and its first error', async () => {
  const script = 'echo first >&2; echo "x.cc:1: error: no such thing" >&2; echo last >&2; exit 3';
  await expect(runCommand('sh', ['-c', script], 'Compiling')).rejects.toThrow(
    /^Compiling failed: x\.cc:1: error: no such thing$/,
  );
  await expect(runCommand('sh', ['-c', 'exit 3'], 'Compiling')).rejects.toThrow(/^Compiling failed: exit code 3$/);
});

test('only Linux on x64 and arm64 is supported', () => {
  expect(unsupported('linux', 'x64')).toBeUndefined();
  expect(unsupported('linux', 'arm64')).toBeUndefined();
  expect(unsupported('darwin', 'arm64')).toMatch(/Linux only, and this is darwin/);
  expect(unsupported('linux', 'ia32')).toMatch(/x64 or arm64/);
});
