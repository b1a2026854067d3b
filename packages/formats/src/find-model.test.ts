import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '@attgan/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findModel } from './find-model.ts';

let root = '';
beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'attgan-find-')));
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** Installs a package without files in the project that lies in `project`. */
async function install(name: string, project = root): Promise<string> {
  const folder = join(project, 'node_modules', name);
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({ name, exports: { './package.json': './package.json' } }),
  );
  return folder;
}

test('a folder is found from the root, or wherever an absolute path leads', async () => {
  const folder = join(root, 'runs', 'faces', 'model');
  await mkdir(folder, { recursive: true });
  expect(findModel('runs/faces/model', root)).toBe(folder);
  expect(findModel(folder, tmpdir())).toBe(folder);
});

test('a package is found by its whole name and by what follows @attgan/model-', async () => {
  const folder = await install('@attgan/model-tiny');
  expect(findModel('@attgan/model-tiny', root)).toBe(folder);
  expect(findModel('tiny', root)).toBe(folder);
  expect(findModel('tiny', join(root, 'deeper'))).toBe(folder);
});

test('packages of others are found by their names, after ours', async () => {
  const [theirs, scoped] = [await install('tiny'), await install('@someone/tiny')];
  expect(findModel('tiny', root)).toBe(theirs);
  expect(findModel('@someone/tiny', root)).toBe(scoped);
  expect(findModel('tiny', root)).not.toBe(await install('@attgan/model-tiny'));
  expect(findModel('tiny', root)).toBe(join(root, 'node_modules', '@attgan', 'model-tiny'));
});

test('a folder wins over a package', async () => {
  await install('@attgan/model-tiny');
  await mkdir(join(root, 'tiny'));
  expect(findModel('tiny', root)).toBe(join(root, 'tiny'));
});

test('what the project has wins over what attgan itself depends on', async () => {
  const other = join(root, 'attgan');
  const own = await install('@attgan/model-tiny', other);
  const from = [join(other, 'dist', 'index.js')];
  const project = join(root, 'project');
  expect(findModel('tiny', project, from)).toBe(own);
  expect(findModel('tiny', project, from)).not.toBe(await install('@attgan/model-tiny', project));
  expect(findModel('tiny', project, from)).toBe(join(project, 'node_modules', '@attgan', 'model-tiny'));
});

test('what is not there is an error of one line that says what to do', async () => {
  await writeFile(join(root, 'photo'), '');
  const messages = ['nothing', '@attgan/model-nothing', './nothing', 'nothing/model', '', '../..\0', 'photo'].map(
    (name) => {
      try {
        return findModel(name, root);
      } catch (error) {
        expect(error).toBeInstanceOf(UsageError);
        return (error as Error).message;
      }
    },
  );
  expect(messages[0]).toBe(
    `There is no model "nothing" in ${root}. Give the folder of a model, or npm install @attgan/model-nothing.`,
  );
  expect(messages[1]).toContain('or npm install @attgan/model-nothing.');
  expect(messages[2]).toBe(`There is no model "./nothing" in ${root}. Give the folder of a model.`);
  for (const message of messages) expect(message).toMatch(/^There is no model ".*" in .*\.$/);
});
