import { join } from 'node:path';
import { getProjects, readJson, writeJson, type Tree } from '@nx/devkit';

type Manifest = Readonly<Record<string, unknown>>;

/** Fields of package.json as the formatter sorts them; all others follow. */
const ORDER = (
  'name version private description keywords homepage bugs license author repository ' +
  'bin files type sideEffects main browser types imports exports publishConfig'
).split(' ');

/**
 * Sync generator: gives every package that is published what npm and its readers expect of it, taken from the root: where it
 * is developed, in package.json, and the LICENSE beside it. `nx sync` writes it, `nx sync:check` says when it is missing.
 */
export default function publishable(tree: Tree): { readonly outOfSyncMessage: string } {
  const root = readJson<Manifest>(tree, 'package.json');
  for (const { root: folder } of getProjects(tree).values()) {
    const path = join(folder, 'package.json');
    if (folder === '.' || !tree.exists(path)) continue;
    const manifest = readJson<Manifest>(tree, path);
    if (manifest['private'] === true) continue;
    const wanted = sorted({ ...manifest, ...publishedFields(manifest, root, folder) });
    if (JSON.stringify(wanted) !== JSON.stringify(manifest)) writeJson(tree, path, wanted);
    if (manifest['license'] === root['license']) copyLicense(tree, folder);
  }
  return { outOfSyncMessage: 'Published packages lack fields of package.json, or the LICENSE.' };
}

/** Fields of a package in `folder`, as the root has them. The keyword of all packages joins a package's own. */
export function publishedFields(manifest: Manifest, root: Manifest, folder: string): Manifest {
  const { url } = root['repository'] as { url: string };
  const page = url.replace(/^git\+/, '').replace(/\.git$/, '');
  const keywords = (manifest['keywords'] ?? []) as readonly string[];
  return {
    keywords: [...new Set(['attgan', ...keywords])].sort(),
    homepage: `${page}/tree/HEAD/${folder}#readme`,
    bugs: root['bugs'],
    repository: { type: 'git', url, directory: folder },
    publishConfig: { access: 'public' },
  };
}

function copyLicense(tree: Tree, folder: string): void {
  const license = tree.read('LICENSE');
  const path = join(folder, 'LICENSE');
  if (license !== null && tree.read(path)?.equals(license) !== true) tree.write(path, license);
}

function sorted(manifest: Manifest): Manifest {
  const known = ORDER.filter((name) => name in manifest).map((name) => [name, manifest[name]]);
  return { ...Object.fromEntries(known), ...manifest };
}
