import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { filesUnder, ROOT, workspacePackages } from './workspace.ts';

/** What a package of each sort may build on. A plugin never builds on a plugin; what is installed builds on the command line. */
const ARROW: Readonly<Record<string, readonly string[]>> = {
  app: ['app', 'plugin', 'library', 'contract'],
  plugin: ['library', 'contract'],
  library: ['library', 'contract'],
  contract: [],
};

const packages = workspacePackages();
const tagOf = new Map(packages.map(({ name, tags }) => [name, tags[0] as string]));

/** Names of the packages a source file imports from; its own (relative, or by `#`) and Node's are left out. Type imports count too. */
function importedPackages(path: string): string[] {
  return ts
    .preProcessFile(readFileSync(join(ROOT, path), 'utf8'))
    .importedFiles.map(({ fileName }) => fileName)
    .filter((name) => !/^[.#]/.test(name) && !name.startsWith('node:') && !builtinModules.includes(name))
    .map((name) => /^(@[^/]+\/)?[^/]+/.exec(name)?.[0] as string);
}

test('there are packages, each with exactly one sort, and no two share a name', () => {
  expect(packages.length).toBeGreaterThan(10);
  expect(tagOf.size).toBe(packages.length);
  for (const { tags } of packages)
    expect([Object.keys(ARROW), tags.length]).toEqual([expect.arrayContaining([...tags]), 1]);
});

test('no chain of dependencies leads back to its beginning', () => {
  const below = new Map(
    packages.map(({ name, declared }) => [name, [...declared].filter((other) => tagOf.has(other))]),
  );
  const visit = (name: string, above: readonly string[]): void => {
    expect(above, `${[...above, name].join(' → ')} is a circle`).not.toContain(name);
    for (const next of below.get(name) ?? []) visit(next, [...above, name]);
  };
  for (const { name } of packages) visit(name, []);
});

describe.each(packages)('$name', ({ name, folder, declared }) => {
  // Helpers of tests are not published, like the tests themselves.
  const sources = filesUnder(folder, (file) => /\.[cm]?[jt]s$/.test(file) && !file.includes('.test.')).filter(
    (path) => (path.startsWith(`${folder}/src/`) || path.startsWith(`${folder}/bin/`)) && !path.includes('/testing/'),
  );
  const nested = packages.filter((other) => other.folder.startsWith(`${folder}/`)).map((other) => other.folder);
  const own = sources.filter((path) => !nested.some((other) => path.startsWith(`${other}/`)));
  const allowed = ARROW[tagOf.get(name) as string] as readonly string[];

  test('has sources and depends only on packages that the arrow allows', () => {
    expect(own.length).toBeGreaterThan(0);
    const wrong = [...declared].filter((other) => tagOf.has(other) && !allowed.includes(tagOf.get(other) as string));
    expect(wrong).toEqual([]);
  });

  test('declares every package that its sources import', () => {
    const undeclared = own.flatMap((path) =>
      importedPackages(path)
        .filter((other) => other !== name && !declared.has(other))
        .map((other) => `${path} imports ${other}`),
    );
    expect(undeclared).toEqual([]);
  });
});
