import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { UsageError } from '@attgan/core';
import { loadPlugins } from './load-plugins.ts';

let root = '';
const source = (name: string): string => `export default { spec: 1, name: '${name}', provides: [] };`;
const manifest = (exports: unknown): string => JSON.stringify({ name: 'x', version: '1.0.0', type: 'module', exports });

beforeAll(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'attgan-plugins-')));
  const files: Record<string, string> = {
    'package.json': '{}',
    'mine.mjs': source('mine'),
    'plugins/other.mjs': source('other'),
    'empty/readme.txt': '',
    'old.mjs': 'export default { spec: 0, provides: [] };',
    'named.mjs': 'export const plugin = 1;',
    'broken.mjs': 'throw new Error("no licence");',
    'node_modules/installed/package.json': manifest({ default: './index.js' }),
    'node_modules/installed/index.js': source('installed'),
    'node_modules/@scope/networks/package.json': manifest('./index.js'),
    'node_modules/@scope/networks/index.js': source('@scope/networks'),
    'own/package.json': manifest('./index.js'),
    'own/index.js': source('own'),
    'unbuilt/package.json': manifest('./dist/index.js'),
    'node_modules/mainless/package.json': manifest({ './other': './index.js' }),
    'node_modules/mainless/index.js': source('mainless'),
  };
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), text);
  }
});
afterAll(() => rm(root, { recursive: true, force: true }));

test.each([
  ['a package of the project', 'installed', 'installed'],
  ['a scoped package', '@scope/networks', '@scope/networks'],
  ['a file beginning with a dot', './mine.mjs', 'mine'],
  ['a file of a folder', 'plugins/other.mjs', 'other'],
  ['the folder of a package that is not installed', './own', 'own'],
])('%s is found from the user’s project', async (_, name, expected) => {
  const [plugin] = await loadPlugins([name], root);
  expect(plugin?.name).toBe(expected);
});

test('an absolute path is found, and several plugins keep their order', async () => {
  const plugins = await loadPlugins([join(root, 'mine.mjs'), 'installed'], root);
  expect(plugins.map(({ name }) => name)).toEqual(['mine', 'installed']);
});

test.each([
  ['nowhere', 'is not installed in'],
  ['./nowhere.mjs', 'There is no plugin at'],
  ['./empty', 'has no main file'],
  ['./unbuilt', 'has no main file. Build it'],
  ['mainless', 'exports have no "default" condition'],
  ['./old.mjs', 'is not an attgan plugin'],
  ['./named.mjs', 'is not an attgan plugin'],
  ['./broken.mjs', 'cannot be loaded: no licence'],
])('%s is refused in one line: %s', async (name, message) => {
  const error: unknown = await loadPlugins([name], root).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UsageError);
  expect((error as UsageError).message).toContain(message);
  expect((error as UsageError).message).not.toContain('\n');
});

test('a root may be relative to the working folder, as that of openModel is unless given', async () => {
  const here = relative(process.cwd(), root);
  const loaded = await loadPlugins(['installed', './mine.mjs'], here);
  expect(loaded.map(({ name }) => name)).toEqual(['installed', 'mine']);
});

test('a missing package comes with the command that installs it', async () => {
  await expect(loadPlugins(['nowhere'], root)).rejects.toThrow('Run npm install nowhere there.');
});

test('a name that is no text is refused before anything is loaded', async () => {
  await expect(loadPlugins([1 as unknown as string], root)).rejects.toThrow(
    'plugins: 1 must be a package name or a path.',
  );
});
