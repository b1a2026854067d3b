import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');
const SOURCE = '@attgan/source';
const root = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

/** Where the repository is read on the web. */
export const REPOSITORY = root.repository.url.replace(/^git\+|\.git$/g, '');

/** What users import, `@attgan/conformance/vitest`, and the source file behind it; of all packages that npm publishes. */
export function publicEntries() {
  return root.workspaces.flatMap(foldersOf).flatMap((folder) => {
    const { name, private: hidden, exports = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return Object.entries(hidden === true ? {} : exports).flatMap(([subpath, conditions]) => {
      // What is for pages is part of what is for Node.
      const source = conditions[SOURCE]?.default ?? conditions[SOURCE];
      return typeof source === 'string' ? [{ name: join(name, subpath), file: join(folder, source) }] : [];
    });
  });
}

function foldersOf(pattern) {
  const within = join(ROOT, pattern.replace(/\/\*$/, ''));
  const folders = pattern.endsWith('/*') ? readdirSync(within).map((name) => join(within, name)) : [within];
  return folders.filter((folder) => existsSync(join(folder, 'package.json')));
}
