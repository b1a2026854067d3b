import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { findModel, readModel, readSafetensors } from '@attgan/formats';
import { describe, expect, inject, test } from 'vitest';
import type { Packed } from '../tools/packed.ts';
import { publishedPackages } from '../tools/published-packages.ts';
import { ROOT } from './workspace.ts';

const { project, problem }: Packed = inject('packed');
const PREFIX = '@attgan/model-';
const models = publishedPackages().filter(({ name }) => name.startsWith(PREFIX));
const run = promisify(execFile);

test('there are models of drawn faces and of photographs, and a classifier', () => {
  const names = models.map(({ name }) => name.slice(PREFIX.length));
  expect(names).toEqual(expect.arrayContaining(['avatars-64', 'faces-64', 'faces-128', 'classifier-celeba-64']));
});

test.each(models)('$name is a package of data: it needs nothing and runs nothing', async ({ folder, manifest }) => {
  for (const field of ['dependencies', 'peerDependencies', 'scripts', 'bin', 'nx'])
    expect(manifest).not.toHaveProperty(field);
  const files = await readdir(join(ROOT, folder));
  expect(files.filter((file) => !/^(README\.md|LICENSE)$|\.(json|safetensors)$/.test(file))).toEqual([]);
});

describe.skipIf(problem !== undefined)(problem ?? 'models, packed and installed', () => {
  test.each(models)('$name is found by its names and can be read', async ({ name }) => {
    const folder = join(project, 'node_modules', name);
    expect(findModel(name, project)).toBe(folder);
    expect(findModel(name.slice(PREFIX.length), project)).toBe(folder);
    const isClassifier = name.includes('classifier');
    const { tensors } = await (isClassifier
      ? readSafetensors(join(folder, 'classifier.safetensors'))
      : readModel(folder));
    expect(tensors.size).toBeGreaterThan(10);
  });

  test('installed attgan finds the models beside it from any folder', async () => {
    const formats = pathToFileURL(join(project, 'node_modules', '@attgan', 'formats', 'dist', 'index.js')).href;
    const code = `import { findModel } from '${formats}'; console.log(findModel('faces-64', process.cwd()));`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', code], { cwd: tmpdir() });
    expect(stdout.trim()).toBe(join(project, 'node_modules', '@attgan', 'model-faces-64'));
  });
});
