import { cp, symlink } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { ROOT } from './workspace.ts';

/** What a copy does without: it is large, or belongs to one checkout. */
const LEFT_OUT =
  /(^|\/)node_modules$|^(\.git|\.nx|\.vitest|runs|demo|coverage|docs\/(results|api|site))$|\.safetensors$/;

/** A built copy of the repository that commands may change, sharing its installed packages. */
export async function copyWorkspace(folder: string): Promise<void> {
  await cp(ROOT, folder, {
    recursive: true,
    preserveTimestamps: true,
    filter: (source) => !LEFT_OUT.test(relative(ROOT, source)),
  });
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
}
