import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { describe, expect, inject, test } from 'vitest';
import type { Packed, PackedPackage } from '../tools/packed.ts';
import { publishedPackages } from '../tools/published-packages.ts';
import { succeedAsStranger } from '../tools/run-as-stranger.ts';
import { blocksOf } from './guide.ts';
import { ROOT } from './workspace.ts';

const { tarballs, packages, project, problem }: Packed = inject('packed');
const published = publishedPackages();

/** How old Node and `require` resolve an import: nothing here is for them. */
const NOT_FOR_US = ['node10', 'node16-cjs'];

const textOf = (folder: string, file: string): Promise<string> => readFile(join(ROOT, folder, file), 'utf8');

/** The files that `exports` and `bin` lead to, under whichever condition. */
function entryFiles(value: unknown): string[] {
  if (typeof value === 'string') return [value.replace(/^\.\//, '')];
  return Object.values((value ?? {}) as Readonly<Record<string, unknown>>).flatMap(entryFiles);
}

test('packed are the packages that are not private', () => {
  expect(published.length).toBeGreaterThan(15);
  expect(packages.map(({ name }) => name).sort()).toEqual(published.map(({ name }) => name).sort());
});

describe.each(published)('$name', ({ name, folder, manifest }) => {
  const { file, contents } = packages.find((each) => each.name === name) as PackedPackage;

  test('has a page, its terms, and all that it exports in its tarball, and no tests', () => {
    const terms = /^SEE LICENSE IN (.+)$/.exec(manifest['license'] as string)?.[1] ?? 'LICENSE';
    const expected = [
      'package.json',
      'README.md',
      terms,
      ...entryFiles(manifest['exports']),
      ...entryFiles(manifest['bin']),
    ];
    expect(contents).toEqual(expect.arrayContaining(expected));
    expect(contents.filter((path) => /\.test\.|(^|\/)testing\/|\.tsbuildinfo$/.test(path))).toEqual([]);
  });

  test('has the licence of the root where it is MIT, and elsewhere says so on its page', async () => {
    const page = await textOf(folder, 'README.md');
    if (manifest['license'] === 'MIT') expect(await textOf(folder, 'LICENSE')).toBe(await textOf('.', 'LICENSE'));
    else expect([contents.includes('LICENSE'), page]).toEqual([false, expect.stringContaining('\n## Terms\n')]);
  });

  test('says on its page what it is, how it is installed and where to read on', async () => {
    const page = await textOf(folder, 'README.md');
    expect(page.startsWith(`# ${name}\n`)).toBe(true);
    expect(page).toMatch(/^npm install /m);
    expect(page).toMatch(/\]\(((\.\.\/)+|https:\/\/github\.com\/attgan\/attgan\/blob\/HEAD\/)docs\//);
  });

  test('says in package.json where it is developed, and which Node its code needs', () => {
    const code = 'bin' in manifest || contents.some((path) => path.endsWith('.js'));
    expect(manifest).toMatchObject({
      description: expect.stringMatching(/\.$/) as string,
      keywords: expect.arrayContaining(['attgan']) as string[],
      repository: { type: 'git', url: expect.stringMatching(/^git\+https:/) as string, directory: folder },
      publishConfig: { access: 'public' },
      ...(code && { engines: { node: expect.any(String) as string } }),
    });
  });

  test('has nothing that publint or Are The Types Wrong object to', async () => {
    const data = new Uint8Array(await readFile(join(tarballs, file)));
    const { messages } = await publint({ pack: { tarball: data.slice().buffer }, strict: true });
    expect(messages).toEqual([]);
    const analysis = await checkPackage(createPackageFromTarballData(data));
    const isCode = '.' in ((manifest['exports'] ?? {}) as Readonly<Record<string, unknown>>);
    expect(analysis.types === false).toBe(!isCode);
    const problems = analysis.types === false ? [] : analysis.problems;
    expect(problems.filter((each) => !('resolutionKind' in each && NOT_FOR_US.includes(each.resolutionKind)))).toEqual(
      [],
    );
  });
});

test.skipIf(problem !== undefined)(
  'the examples of all pages compile where the packages are installed',
  async () => {
    const folder = join(project, 'pages');
    await mkdir(folder);
    for (const { name, folder: from } of [...published, { name: 'readme', folder: '.' }]) {
      const examples = blocksOf(await textOf(from, 'README.md')).filter(
        ({ language, file }) => language === 'ts' && !file,
      );
      // One page is one reader's program.
      const program = examples.map(({ text }) => text).join('\n');
      if (program !== '')
        await writeFile(join(folder, `${name.replace(/^@attgan\//, '')}.ts`), `${program}\nexport {};\n`);
    }
    const flags = '--noEmit --strict --skipLibCheck --module nodenext --target es2023 --types node';
    await succeedAsStranger(`npx tsc ${flags} --allowImportingTsExtensions pages/*.ts`, project);
  },
  180_000,
);
