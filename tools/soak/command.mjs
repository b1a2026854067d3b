// @ts-check
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const BIN = join(ROOT, 'packages', 'attgan', 'bin', 'attgan.js');
/** Milliseconds after which a command hangs. */
const PATIENCE = 600_000;

/**
 * @typedef {object} Place where commands run
 * @property {NodeJS.ProcessEnv} env with a home, a cache and a folder for temporary files of its own
 * @property {string} cwd
 */

/**
 * @typedef {object} Ended
 * @property {number | null} code
 * @property {string | null} signal
 * @property {boolean} hung whether it had to be ended
 * @property {string} stderr
 * @property {number} ms
 */

/**
 * @typedef {object} Started
 * @property {import('node:child_process').ChildProcess} child
 * @property {Promise<Ended>} ended
 * @property {Promise<string>} said its first line; never, where it says nothing
 */

/**
 * Starts `attgan ...words`.
 * @param {readonly string[]} words
 * @param {Place} place
 * @param {readonly string[]} [node] what Node itself is told
 * @returns {Started}
 */
export function attgan(words, { env, cwd }, node = []) {
  const began = performance.now();
  const child = spawn(process.execPath, [...node, BIN, ...words], { env, cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (chunk) => (stderr = (stderr + chunk).slice(-4000)));
  let stdout = '';
  /** @type {Promise<string>} */
  const said = new Promise((resolve) => {
    child.stdout.on('data', (chunk) => {
      if (stdout.includes('\n')) return;
      stdout += chunk;
      if (stdout.includes('\n')) resolve(stdout.slice(0, stdout.indexOf('\n')));
    });
  });
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
  return { child, ended, said };
}
