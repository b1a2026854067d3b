import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { publishedPackages } from '../tools/published-packages.ts';
import { succeedAsStranger } from '../tools/run-as-stranger.ts';
import { copyWorkspace } from './workspace-copy.ts';
import { filesUnder, workspacePackages } from './workspace.ts';

/** As a clone on which nobody has run anything but the build. */
let clone = '';
const inClone = (line: string): Promise<string> => succeedAsStranger(line, clone);
beforeAll(async () => {
  clone = join(await mkdtemp(join(tmpdir(), 'attgan-nx-')), 'attgan');
  await copyWorkspace(clone);
  const git = 'git -c user.name=test -c user.email=test@localhost';
  await inClone(`git init -q -b main && git add -A && ${git} commit -qm 'All of it'`);
}, 180_000);
afterAll(() => rm(join(clone, '..'), { recursive: true, force: true }), 180_000);

interface Graph {
  readonly graph: { readonly nodes: Readonly<Record<string, { readonly data: { targets: Record<string, unknown> } }>> };
}

test('every package can be built, tested, checked and linted by itself', async () => {
  await inClone('npx nx graph --file=graph.json');
  const { graph } = JSON.parse(await readFile(join(clone, 'graph.json'), 'utf8')) as Graph;
  for (const { name, folder } of workspacePackages()) {
    const targets = Object.keys(graph.nodes[name]?.data.targets ?? {});
    expect(targets, name).toEqual(expect.arrayContaining(['build', 'lint']));
    const hasTests = filesUnder(folder, (file) => file.endsWith('.test.ts')).length > 0;
    if (hasTests) expect(targets, name).toEqual(expect.arrayContaining(['test', 'typecheck']));
  }
}, 120_000);

test('a second run is read from the cache, and a change of a package runs it and what builds on it again', async () => {
  const line = 'npx nx run-many -t build test typecheck -p @attgan/losses';
  const first = await inClone(line);
  expect(first).toMatch(/packages\/losses\/src\/losses\.test\.ts/);
  expect(first).not.toMatch(/packages\/(nets|kernels)\/src\/\S+\.test\.ts/);
  expect(await inClone(line)).toMatch(
    /read the output from the cache instead of running the command for (\d+) out of \1 tasks/,
  );

  const changed = join(clone, 'packages', 'losses', 'src', 'hinge.ts');
  await writeFile(changed, `${await readFile(changed, 'utf8')}// Changed.\n`);
  const affected = JSON.parse(await inClone('npx nx show projects --affected --base=HEAD --json')) as string[];
  expect(affected).toEqual(expect.arrayContaining(['@attgan/losses', '@attgan/methods']));
  expect(affected).not.toContain('@attgan/kernels');
  expect(await inClone('npx nx run-many -t test -p @attgan/losses')).toMatch(/losses\.test\.ts/);
  await inClone('git checkout -q packages/losses');
}, 480_000);

test('a release gives all packages one version, without a network, and a dry run leaves all as it was', async () => {
  const said = await inClone('npx nx release 9.8.7 --dry-run --skip-publish');
  for (const { name, folder } of publishedPackages()) {
    expect(said).toContain(`${name} ✍️  New version 9.8.7 written to manifest: ${folder}/package.json`);
  }
  expect(said).toMatch(/Tagging commit with git/);
  expect((await inClone('git status --porcelain')).replace('?? graph.json\n', '')).toBe('');
}, 120_000);
