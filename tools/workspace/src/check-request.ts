import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import type { Sort } from './sorts.ts';

export interface GeneratorOptions {
  readonly name: string;
  readonly directory?: string;
}

/** Where a new package goes and what it is called. */
export interface Target {
  /** From the root of the workspace; begins with `..` outside it. */
  readonly folder: string;
  readonly inside: boolean;
  readonly packageName: string;
}

/** @throws Error of one line when the name or the folder cannot be used */
export function checkRequest(root: string, sort: Sort, { name, directory }: GeneratorOptions): Target {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
    throw new Error(
      `"${name}" is no name for a ${sort.name}: write lower-case words joined by dashes, as in my-${sort.name}.`,
    );
  }
  const folder = relative(root, resolve(root, directory ?? `${sort.place}${name}`));
  const inside = folder !== '..' && !folder.startsWith(`..${sep}`);
  if (inside && !/^packages\/(backends\/)?[^/]+$/.test(folder.split(sep).join('/'))) {
    throw new Error(`${folder} is no place for a package: give packages/FOLDER, or a folder outside the workspace.`);
  }
  const path = join(root, folder);
  if (existsSync(path) && readdirSync(path).length > 0) {
    throw new Error(`${folder} is there already and not empty: choose another name, or another --directory.`);
  }
  if (namesOf(root, sort.kind).includes(name)) {
    throw new Error(`There is a ${sort.kind} "${name}" already: choose another name.`);
  }
  return { folder, inside, packageName: `${inside ? '@attgan/' : 'attgan-'}${sort.name}-${name}` };
}

/** What the command line knows without plugins. */
function namesOf(root: string, kind: string): string[] {
  const bin = join(root, 'packages', 'attgan', 'bin', 'attgan.js');
  let listed: string;
  try {
    listed = execFileSync(process.execPath, [bin, 'plugins', '--json'], {
      encoding: 'utf8',
      stdio: 'pipe',
      timeout: 60_000,
      killSignal: 'SIGKILL',
    });
  } catch {
    throw new Error('The command line does not answer; most often the workspace is not built: run npm run build.');
  }
  const kinds = JSON.parse(listed) as readonly {
    readonly kind: string;
    readonly definitions: readonly { readonly name: string }[];
  }[];
  return kinds.filter((each) => each.kind === kind).flatMap(({ definitions }) => definitions.map(({ name }) => name));
}
