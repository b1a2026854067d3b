import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

export const ROOT = join(import.meta.dirname, '..');

/** Build outputs, installed packages and what runs leave: none of it is written by hand. */
const GENERATED = /(^|\/)(node_modules|dist)$|^(runs|demo|coverage|docs\/(api|site)|\.git|\.nx|\.vitest)$/;

/** One of our packages as its package.json describes it; `folder` relative to the root. */
export interface WorkspacePackage {
  readonly name: string;
  readonly folder: string;
  readonly tags: readonly string[];
  /** What it says it needs, by any means. */
  readonly declared: ReadonlySet<string>;
}

/** Paths relative to the root, of files whose name satisfies `wanted`; generated folders are left out. */
export function filesUnder(folder: string, wanted: (name: string) => boolean): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return GENERATED.test(path) ? [] : filesUnder(path, wanted);
    return entry.isFile() && wanted(entry.name) ? [path] : [];
  });
}

export function workspacePackages(): WorkspacePackage[] {
  return filesUnder('packages', (name) => name === 'package.json').map((path) => {
    const content = JSON.parse(readFileSync(join(ROOT, path), 'utf8')) as {
      name: string;
      nx: { tags: string[] };
      dependencies?: Record<string, string>;
      peerDependencies?: Record<string, string>;
      optionalDependencies?: Record<string, string>;
      devDependencies?: Record<string, string>;
      files?: readonly string[];
    };
    const { name, nx, dependencies, peerDependencies, optionalDependencies, devDependencies, files } = content;
    // Who installs a package without its sources has what it imports built in.
    const builtIn = files?.includes('src') === false ? devDependencies : {};
    const declared = new Set(
      Object.keys({ ...dependencies, ...peerDependencies, ...optionalDependencies, ...builtIn }),
    );
    return { name, folder: relative(ROOT, join(ROOT, path, '..')), tags: nx.tags, declared };
  });
}
