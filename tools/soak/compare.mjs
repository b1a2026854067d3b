// @ts-check
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

/** @typedef {import('./jobs.mjs').Job} Job */

/** The hashes of all files below a folder, by name. @param {string} folder @returns {Map<string, string>} */
export function hashesIn(folder) {
  if (!existsSync(folder)) return new Map();
  if (!statSync(folder).isDirectory()) return new Map([['', hashOf(folder)]]);
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(names.map((path) => [relative(folder, path), hashOf(path)]));
}

/** @param {string} path */
function hashOf(path) {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

/**
 * What is wrong with a finished job's folder: files that are missing, other than they should be, or left over.
 * @param {Job} job
 * @param {ReadonlyMap<string, string>} wanted
 * @param {string} out
 * @returns {string[]}
 */
export function differences({ varies }, wanted, out) {
  const found = hashesIn(out);
  const counts = (/** @type {string} */ name) => varies?.test(name) !== true;
  const wrong = [...wanted].filter(([name, hash]) => counts(name) && found.get(name) !== hash);
  const left = [...found.keys()].filter((name) => counts(name) && !wanted.has(name));
  return [
    ...wrong.map(([name]) => `${name} ${found.has(name) ? 'differs' : 'is missing'}`),
    ...left.map((name) => `${name} is left over`),
  ];
}

/**
 * What is wrong with a folder whose job was interrupted: files that have their final name and are not whole.
 * @param {Job} job
 * @param {ReadonlyMap<string, string>} wanted
 * @param {string} out
 * @returns {string[]}
 */
export function halves({ varies, grows }, wanted, out) {
  return [...hashesIn(out)].flatMap(([name, hash]) => {
    const whole = wanted.get(name);
    if (whole === undefined || whole === hash || varies?.test(name) === true || grows?.test(name) === true) return [];
    return [`${name} is not whole`];
  });
}
