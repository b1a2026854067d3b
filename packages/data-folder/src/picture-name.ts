import { posix } from 'node:path';

/** A name as tables hold it: relative, with forward slashes; undefined where it leads out of the folder. */
export function pictureName(field: string): string | undefined {
  const name = posix.normalize(field.replaceAll('\\', '/'));
  return name === '.' || name === '..' || name.startsWith('../') || posix.isAbsolute(name) || /^[a-z]:/i.test(name)
    ? undefined
    : name;
}
