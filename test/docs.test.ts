import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { headingSlug } from '../docs/.vitepress/heading-slug.ts';
import { filesUnder, ROOT, workspacePackages } from './workspace.ts';

const pages = filesUnder('.', (name) => name.endsWith('.md'));

const textOf = (page: string): string => readFileSync(join(ROOT, page), 'utf8').replaceAll(/^```[\s\S]*?^```/gm, '');

interface Link {
  /** From the root; the page itself where the link names only a section. */
  readonly file: string;
  readonly section: string | undefined;
}

/** Where `[text](target)` and `![text](target)` lead, of those that stay in the repository. */
function linksOf(page: string): Link[] {
  return [...textOf(page).matchAll(/\]\(([^)\s]+)[^)]*\)/g)]
    .map(([, target]) => target as string)
    .filter((target) => !/^[a-z]+:/i.test(target))
    .map((target) => target.split('#') as [string, string?])
    .map(([path, section]) => ({ file: path === '' ? page : join(dirname(page), path), section }));
}

/** The page that a file or folder is shown as. */
const pageOf = (file: string): string => (file.endsWith('.md') ? file : join(file, 'README.md'));

/** Anchors of a page's headings. The second of a name ends in -1, the third in -2. */
function sectionsOf(page: string): string[] {
  const titles = [...textOf(page).matchAll(/^#{1,6} (.+)$/gm)].map(([, title]) =>
    (title as string).replaceAll(/\]\([^)]*\)/g, ''),
  );
  const slugs = titles.map(headingSlug);
  return slugs.map((slug, index) => {
    const before = slugs.slice(0, index).filter((other) => other === slug).length;
    return before === 0 ? slug : `${slug}-${before}`;
  });
}

test('every link of the documentation within the repository leads to a file or folder', () => {
  expect(pages).toEqual(expect.arrayContaining(['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md']));
  const broken = pages.flatMap((page) =>
    linksOf(page)
      .filter(({ file }) => !existsSync(join(ROOT, file)))
      .map(({ file }) => `${page} links to ${file}`),
  );
  expect(broken).toEqual([]);
});

test('every link to a section leads to a heading', () => {
  const linked = pages.flatMap((page) => linksOf(page).map((link) => ({ page, ...link })));
  const toSections = linked.filter(
    ({ file, section }) => section !== undefined && existsSync(join(ROOT, pageOf(file))),
  );
  expect(toSections.length).toBeGreaterThan(3);
  const broken = toSections
    .filter(({ file, section }) => !sectionsOf(pageOf(file)).includes(section as string))
    .map(({ page, file, section }) => `${page} links to ${file}#${section}`);
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
