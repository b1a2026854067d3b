// @ts-check
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

/** @typedef {import('./jobs.mjs').Job} Job */

/** Times in results and in pages. */
const TIMES = /("seconds"\s*:\s*)"?[\d.e+-]+"?|(>)[\d.]+ (?:s|min|h)(?=<)/g;

/**
 * The hashes of all files below a folder, by name.
 * @param {string} folder
 * @param {RegExp} [timed] names of files that are compared without the times in them
 * @returns {Map<string, string>}
 */
export function hashesIn(folder, timed) {
  if (!existsSync(folder)) return new Map();
  if (!statSync(folder).isDirectory()) return new Map([['', hashOf(folder, false)]]);
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
  return new Map(names.map((name) => [name, hashOf(join(folder, name), timed?.test(name) === true)]));
}

/** @param {string} path @param {boolean} timed */
function hashOf(path, timed) {
  const bytes = readFileSync(path);
  if (!timed) return createHash('sha256').update(bytes).digest('hex');
  const hash = createHash('sha256');
  if (!path.endsWith('.safetensors')) return hash.update(withoutTimes(bytes)).digest('hex');
  // The header of a safetensors file, whose length comes first, is filled up with spaces.
  const header = 8 + Number(bytes.readBigUInt64LE());
  return hash
    .update(withoutTimes(bytes.subarray(8, header)).trimEnd())
    .update(bytes.subarray(header))
    .digest('hex');
}

/** @param {Buffer} bytes */
function withoutTimes(bytes) {
  return bytes.toString().replaceAll(TIMES, '$1$2');
}

/**
 * What is wrong with a finished job's folder: files that are missing, other than they should be, or left over.
 * @param {Job} job
 * @param {ReadonlyMap<string, string>} wanted
 * @param {string} out
 * @returns {string[]}
 */
export function differences({ varies, timed }, wanted, out) {
  const found = hashesIn(out, timed);
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
export function halves({ varies, grows, timed }, wanted, out) {
  return [...hashesIn(out, timed)].flatMap(([name, hash]) => {
    const whole = wanted.get(name);
    if (whole === undefined || whole === hash || varies?.test(name) === true || grows?.test(name) === true) return [];
    return [`${name} is not whole`];
  });
}
