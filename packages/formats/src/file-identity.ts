import { stat } from 'node:fs/promises';

/**
 * What two paths have in common that lead to one file or folder, by whatever links and spellings; undefined where there is none.
 */
export async function fileIdentity(path: string): Promise<string | undefined> {
  const found = await stat(path, { bigint: true }).catch(() => undefined);
  return found && `${found.dev}:${found.ino}`;
}

/** Whether both paths lead to one file or folder, which is there. */
export async function isSameFile(one: string, other: string): Promise<boolean> {
  const [first, second] = await Promise.all([fileIdentity(one), fileIdentity(other)]);
  return first !== undefined && first === second;
}
