import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { filesUnder, ROOT, workspacePackages } from './workspace.ts';

const pages = filesUnder('.', (name) => name.endsWith('.md'));

/** Targets of `[text](target)` and `![text](target)` that lie in the repository, without their `#section`. */
function relativeTargets(page: string): string[] {
  const text = readFileSync(join(ROOT, page), 'utf8').replaceAll(/```[\s\S]*?```/g, '');
  return [...text.matchAll(/\]\(([^)\s]+)[^)]*\)/g)]
    .map(([, target]) => (target as string).replace(/#.*$/, ''))
    .filter((target) => target !== '' && !/^[a-z]+:/i.test(target));
}

test('every relative link in the documentation leads to a file or folder', () => {
  expect(pages).toEqual(expect.arrayContaining(['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md']));
  const broken = pages.flatMap((page) =>
    relativeTargets(page)
      .filter((target) => !existsSync(resolve(ROOT, dirname(page), target)))
      .map((target) => `${page} links to ${target}`),
  );
  expect(broken).toEqual([]);
});

test('the architecture names every package', () => {
  const text = readFileSync(join(ROOT, 'docs/architecture.md'), 'utf8');
  const folders = workspacePackages().map(({ folder }) => folder.replace(/^packages\//, ''));
  expect(folders.filter((folder) => !text.includes(`\`${folder}\``))).toEqual([]);
});

test('the architecture names no package that is not there', () => {
  const text = readFileSync(join(ROOT, 'docs/architecture.md'), 'utf8');
  const named = [...text.matchAll(/\]\(\.\.\/packages\/([^)#]+)\)/g)].map(([, folder]) => folder);
  const folders = workspacePackages().map(({ folder }) => folder.replace(/^packages\//, ''));
  expect(named.length).toBeGreaterThan(0);
  expect(folders).toEqual(expect.arrayContaining(named));
});
