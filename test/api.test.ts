import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadPicture } from '@attgan/pictures';
import { describe, expect, inject, test } from 'vitest';
import type { Packed } from '../tools/packed.ts';
import { blocksOf, follow } from './guide.ts';
import { ROOT } from './workspace.ts';

const { project, problem }: Packed = inject('packed');
const page = await readFile(join(ROOT, 'docs', 'api.md'), 'utf8');
const program = blocksOf(page).find(({ file }) => file === 'program.ts')?.text as string;

describe.skipIf(problem !== undefined)(problem ?? 'the program of docs/api.md, in an empty project', () => {
  test(
    'compiles under strict, trains with parts of its own, goes on, edits and evaluates',
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'attgan-api-'));
      try {
        // Ours are not taken from a registry but from what was packed.
        const link = `cp -al ${join(project, 'node_modules')} node_modules`;
        await follow(page.replace(/^npm install attgan .*$/m, link), folder, { modules: project, tarballs: [] });
        const run = join(folder, 'faces', 'runs', 'mine');
        const experiment = JSON.parse(await readFile(join(run, 'experiment.json'), 'utf8')) as Record<string, unknown>;
        expect(experiment).toMatchObject({
          data: { name: 'squares' },
          reconstruction: { name: 'cubed' },
          generator: { name: 'tiny' },
          critic: { name: 'attgan', size: 32 },
        });
        const { width, height } = await loadPicture(join(folder, 'faces', 'edited.png'));
        expect([width, height]).toEqual([32, 32]);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
    5 * 60_000,
  );
});

test('the program has at most sixty lines', () => {
  expect(program.trimEnd().split('\n').length).toBeLessThanOrEqual(60);
});
