// @ts-check
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Milliseconds between looks. Node's own watcher misses what is made and renamed at once. */
const EVERY = 4;

/**
 * Calls `onWrite` whenever files below a folder have come, gone or grown.
 * @param {string} folder
 * @param {() => void} onWrite
 * @returns {() => void} ends it
 */
export function watchWrites(folder, onWrite) {
  let before = sizesIn(folder);
  const watch = setInterval(() => {
    const now = sizesIn(folder);
    if (now === before) return;
    before = now;
    onWrite();
  }, EVERY);
  return () => clearInterval(watch);
}

/** @param {string} folder */
function sizesIn(folder) {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .map(({ parentPath, name }) => `${parentPath}/${name} ${statSync(join(parentPath, name)).size}`)
      .join('\n');
  } catch {
    // It changed while it was read.
    return String(performance.now());
  }
}

/** What lies half written, or set aside, anywhere below a folder. @param {string} folder */
export function temporariesIn(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((name) => /(^|\/)\.attgan-(tmp|old)\.[^/]*$/.test(String(name)))
    .map((name) => `${String(name)} is left over in ${folder}`);
}
