import { homedir } from 'node:os';
import { isAbsolute, sep } from 'node:path';

/** What a path stands after: nothing, a blank, a bracket or a quote. So `8/255` and `https://…` hold none. */
const BEFORE = '(?<=^|[\\s("\'`=[])';
const ROOT = '(?:/|[A-Za-z]:[\\\\/])';
const PATH = new RegExp(`${BEFORE}${ROOT}[^\\s,;:"'\`()<>[\\]]+`, 'g');
/** A text that is one path, blanks in it included. */
const WHOLE = new RegExp(`^${ROOT}[^\\s\\\\/][^,;\\n]*$`);

/**
 * A value as it may be shown to strangers: absolute paths in its texts become relative to `folder`, the one that is
 * worked in, where they lie in it, and their last name elsewhere.
 */
export function publicPaths<T>(value: T, folder: string = process.cwd()): T {
  return shown(value, folder) as T;
}

function shown(value: unknown, folder: string): unknown {
  if (typeof value === 'string') return shownText(value.replaceAll('file://', ''), folder);
  if (Array.isArray(value)) return value.map((each) => shown(each, folder));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, shown(each, folder)]));
}

function shownText(text: string, folder: string): string {
  // These two may have blanks in their names, which would end a path.
  const inside = text.replaceAll(beginningWith(folder), '');
  if (WHOLE.test(inside)) return lastName(inside);
  return inside.replaceAll(beginningWith(homedir()), '/').replaceAll(PATH, lastName);
}

function beginningWith(folder: string): RegExp {
  const start = folder.endsWith(sep) ? folder.slice(0, -1) : folder;
  if (!isAbsolute(start)) return /(?!)/g;
  return new RegExp(BEFORE + `${start}${sep}`.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'g');
}

function lastName(path: string): string {
  return path.split(/[\\/]/).findLast((part) => part !== '') ?? path;
}
