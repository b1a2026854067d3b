import { join } from 'node:path';
import { generateFiles, names, readJson, writeJson, type GeneratorCallback, type Tree } from '@nx/devkit';
import { checkRequest, type GeneratorOptions, type Target } from './check-request.ts';
import { compilerOptionsOf, manifestOf, readPins } from './manifests.ts';
import type { Sort } from './sorts.ts';

const TEMPLATES = join(import.meta.dirname, '..', 'templates');

/**
 * Writes a package that builds and passes its first cases, and prints what is left to do.
 * @throws Error of one line when the name or the folder cannot be used; then nothing is written
 */
export function generate(tree: Tree, sort: Sort, options: GeneratorOptions): GeneratorCallback {
  const target = checkRequest(tree.root, sort, options);
  const { name } = options;
  const { folder, inside, packageName } = target;
  generateFiles(tree, join(TEMPLATES, sort.name), folder, {
    name,
    packageName,
    variable: names(name).propertyName,
    plugin: inside ? folder : packageName,
  });
  writeJson(tree, join(folder, 'package.json'), manifestOf(sort, target, name, readPins(tree)));
  writeCompactJson(tree, join(folder, 'tsconfig.json'), compilerOptionsOf(sort, target));
  if (inside) for (const file of ['tsconfig.json', 'tsconfig.test.json']) refer(tree, file, folder);
  return () => console.log(leftOf(sort, target, name));
}

function refer(tree: Tree, file: string, folder: string): void {
  const content = readJson(tree, file) as { references: readonly { path: string }[] };
  writeCompactJson(tree, file, { ...content, references: [...content.references, { path: folder }] });
}

/** With lists of words on one line, as the formatter has them. */
function writeCompactJson(tree: Tree, path: string, content: object): void {
  const text = JSON.stringify(content, undefined, 2).replaceAll(/\[\s+([^[\]{}]*?)\s+\]/g, (_, words: string) => {
    return `[${words.replaceAll(/\s*\n\s*/g, ' ')}]`;
  });
  tree.write(path, `${text}\n`);
}

function leftOf({ left, name: sort }: Sort, { folder, inside, packageName }: Target, name: string): string {
  const first = inside
    ? [
        `npm install, which links ${packageName} into the workspace`,
        `npx tsc -b ${folder} && npx vitest run ${folder}: it builds and passes its first cases`,
        ...left,
        `docs/architecture.md: a row for \`${folder.replace('packages/', '')}\``,
      ]
    : [`cd ${folder} && npm install && npm test: it builds and passes its first cases`, ...left];
  const lines = first.map((line) => `  - ${line.replaceAll('NAME', name).replaceAll('PACKAGE', packageName)}`);
  return `\nThe ${sort} "${name}" begins in ${folder}. What is left:\n${lines.join('\n')}\n`;
}
