import { existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { UsageError } from '@attgan/core';

const PREFIX = '@attgan/model-';
/** How npm writes names: perhaps a scope, then lower-case words. */
const PACKAGE_NAME = /^(@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*$/;

/**
 * Finds the folder of a model or classifier by what a user types. In this order: a folder that exists, from `root` or absolute;
 * then the package `@attgan/model-NAME`, then the package NAME. A name with a scope is a package's as it stands. Packages are
 * looked for from `root`, then from each module in `from`. Nothing is read, downloaded or run.
 * @param root folder of the user's project
 * @param from modules whose dependencies also count, as `import.meta.url`; by default those of this package
 * @returns an absolute path
 * @throws UsageError when neither a folder nor an installed package has that name
 */
export function findModel(name: string, root: string, from: readonly string[] = [import.meta.url]): string {
  const folder = resolve(root, name);
  if (name !== '' && isFolder(folder)) return folder;
  const names = packageNames(name);
  // The path that require resolves from has to be absolute.
  for (const base of [resolve(root, 'package.json'), ...from]) {
    const require = createRequire(base);
    for (const each of names) {
      const found = folderOfPackage(each, require);
      if (found !== undefined) return found;
    }
  }
  const [first] = names;
  const advice =
    first === undefined ? 'Give the folder of a model' : `Give the folder of a model, or npm install ${first}`;
  throw new UsageError(`There is no model "${name}" in ${root}. ${advice}.`);
}

function packageNames(name: string): string[] {
  if (!PACKAGE_NAME.test(name)) return [];
  return name.startsWith('@') ? [name] : [`${PREFIX}${name}`, name];
}

function folderOfPackage(name: string, { resolve: resolveModule }: NodeJS.Require): string | undefined {
  let path: string;
  try {
    path = resolveModule(`${name}/package.json`);
  } catch {
    return undefined;
  }
  return existsSync(path) ? dirname(path) : undefined;
}

/** What no file can be called is no folder either. */
function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
