import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');

export interface PublishedPackage {
  readonly name: string;
  /** From the root. */
  readonly folder: string;
  readonly manifest: Readonly<Record<string, unknown>>;
}

/** Every package of the workspace that npm is to publish, models included, by the `workspaces` of the root. */
export function publishedPackages(): PublishedPackage[] {
  const { workspaces } = readManifest('.') as unknown as { workspaces: readonly string[] };
  return workspaces
    .flatMap((pattern) => (pattern.endsWith('/*') ? foldersIn(pattern.slice(0, -2)) : [pattern]))
    .filter((folder) => existsSync(join(ROOT, folder, 'package.json')))
    .map((folder) => ({ folder, manifest: readManifest(folder) }))
    .filter(({ manifest }) => manifest['private'] !== true)
    .map(({ folder, manifest }) => ({ name: manifest['name'] as string, folder, manifest }));
}

function foldersIn(folder: string): string[] {
  const path = join(ROOT, folder);
  return existsSync(path) ? readdirSync(path).map((name) => `${folder}/${name}`) : [];
}

function readManifest(folder: string): Readonly<Record<string, unknown>> {
  return JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8')) as Readonly<Record<string, unknown>>;
}
