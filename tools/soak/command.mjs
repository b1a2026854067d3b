// @ts-check
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const BIN = join(ROOT, 'packages', 'attgan', 'bin', 'attgan.js');
/** Milliseconds after which a command hangs. */
const PATIENCE = 180_000;

/**
 * @typedef {object} Ended
 * @property {number | null} code
 * @property {string | null} signal
 * @property {boolean} hung whether it had to be ended
 * @property {string} stderr
 * @property {number} ms
 */

/**
 * Starts `attgan ...words`.
 * @param {readonly string[]} words
 * @param {NodeJS.ProcessEnv} env
 * @param {readonly string[]} [node] what Node itself is told
 * @returns {{ child: import('node:child_process').ChildProcess, ended: Promise<Ended> }}
 */
export function attgan(words, env, node = []) {
  const began = performance.now();
  const child = spawn(process.execPath, [...node, BIN, ...words], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (chunk) => (stderr = (stderr + chunk).slice(-4000)));
  let hung = false;
  const watch = setTimeout(() => {
    hung = true;
    child.kill('SIGKILL');
  }, PATIENCE);
  const ended = new Promise((resolve) => {
    child.on('close', (code, signal) => {
      clearTimeout(watch);
      resolve({ code, signal, hung, stderr, ms: performance.now() - began });
    });
  });
  return { child, ended };
}
