import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Packed } from '../tools/packed.ts';
import { blocksOf, follow } from './guide.ts';
import { copyWorkspace } from './workspace-copy.ts';
import { ROOT } from './workspace.ts';

const { project, packages, tarballs, problem }: Packed = inject('packed');
const GUIDES = [
  'write-a-loss',
  'write-an-adversarial-loss',
  'write-a-constraint',
  'write-a-network',
  'write-a-method',
  'write-a-metric',
  'write-a-data-source',
  'write-a-backend',
];
const MINUTES = 60_000;
/** What this run of the tests packed and installed already: the same sources, so as good as doing it again. */
const installed = {
  modules: join(project, 'node_modules'),
  tarballs: packages.map(({ file }) => join(tarballs, file)),
};

const pageOf = (name: string): Promise<string> => readFile(join(ROOT, 'docs', `${name}.md`), 'utf8');

describe.skipIf(problem !== undefined)(problem ?? 'guides, followed word by word', () => {
  let disk = '';
  let before: string[] = [];
  beforeAll(async () => {
    disk = await mkdtemp(join(tmpdir(), 'attgan-guides-'));
    await copyWorkspace(join(disk, 'attgan'));
    before = await readdir(join(disk, 'attgan', 'packages'), { recursive: true });
  }, 5 * MINUTES);
  afterAll(() => rm(disk, { recursive: true, force: true }), 5 * MINUTES);

  // One page after the other, as one reader would, and so on one disk.
  test.each(GUIDES)('%s', async (name) => follow(await pageOf(name), join(disk, 'attgan'), installed), 15 * MINUTES);

  test('leave the repository as it was', async () => {
    expect(await readdir(join(disk, 'attgan', 'packages'), { recursive: true })).toEqual(before);
  });
});

test.each(GUIDES)('%s shows commands, their transcripts and whole files', async (name) => {
  const languages = blocksOf(await pageOf(name)).map(({ language }) => language);
  expect(languages).toEqual(expect.arrayContaining(['sh', 'text', 'ts']));
  expect(languages.filter((language) => language === 'sh').length).toBeGreaterThan(3);
});
