import { join } from 'node:path';
import { generateFiles, names, readJson, writeJson, type GeneratorCallback, type Tree } from '@nx/devkit';
import { checkRequest, type GeneratorOptions, type Target } from './check-request.ts';
import { formatFiles } from './format-files.ts';
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
  writeJson(tree, join(folder, 'tsconfig.json'), compilerOptionsOf(sort, target));
  const lists = inside ? ['tsconfig.json', 'tsconfig.test.json'] : [];
  for (const file of lists) refer(tree, file, folder);
  if (inside) tree.write(join(folder, 'LICENSE'), tree.read('LICENSE') as Buffer);
  return () => {
    formatFiles(tree.root, [folder, ...lists]);
    console.log(leftOf(sort, target, name));
  };
}

function refer(tree: Tree, file: string, folder: string): void {
  const content = readJson(tree, file) as { references: readonly { path: string }[] };
  writeJson(tree, file, { ...content, references: [...content.references, { path: folder }] });
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
