// @ts-check
import { spawn } from 'node:child_process';
import http from 'node:http';
import { setTimeout } from 'node:timers/promises';

/** Milliseconds until a cluster must answer. */
const PATIENCE = 120_000;

/**
 * @typedef {object} Ray a cluster of one machine, on loopback
 * @property {(entrypoint: string, variables: Record<string, string>) => Promise<string>} submit resolves to the id of the job
 * @property {(id: string) => Promise<string>} statusOf `PENDING`, `RUNNING`, `SUCCEEDED`, `FAILED` or `STOPPED`
 * @property {(id: string) => Promise<string>} logsOf
 * @property {() => Promise<void>} stop
 */

/**
 * Starts Ray's head, and speaks with its job API by `node:http`: its server refuses the headers of `fetch`.
 * @param {string} ray the command, of a virtual environment with `ray[default]`
 * @param {string} folder for its logs and sockets; short, since sockets have short names
 * @param {number} cpus jobs at once
 * @returns {Promise<Ray>}
 */
export async function startRay(ray, folder, cpus) {
  const [port, dashboard] = [6395, 8299];
  const words = ['start', '--head', '--block', '--disable-usage-stats', '--node-ip-address=127.0.0.1'];
  words.push(`--port=${port}`, '--dashboard-host=127.0.0.1', `--dashboard-port=${dashboard}`, `--num-cpus=${cpus}`);
  words.push(`--temp-dir=${folder}`, '--object-store-memory=100000000');
  const head = spawn(ray, words, { detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [head.stdout, head.stderr]) stream.on('data', (chunk) => (said = (said + chunk).slice(-4000)));
  const ended = new Promise((resolve) => {
    head.once('close', resolve);
    head.once('error', resolve);
  });

  /** @param {string} method @param {string} path @param {unknown} [body] @returns {Promise<any>} */
  function call(method, path, body) {
    return new Promise((resolve, reject) => {
      const headers = body === undefined ? {} : { 'content-type': 'application/json' };
      const request = http.request({ host: '127.0.0.1', port: dashboard, path, method, headers }, (response) => {
        let text = '';
        response.on('data', (chunk) => (text += chunk));
        response.on('end', () => {
          if ((response.statusCode ?? 500) < 300) resolve(JSON.parse(text));
          else reject(new Error(`${method} ${path}: ${response.statusCode} ${text.slice(0, 500)}`));
        });
      });
      request.on('error', reject);
      request.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }

  /** The same, again where the server had no time. @param {string} method @param {string} path @param {unknown} [body] @returns {Promise<any>} */
  async function ask(method, path, body) {
    const began = Date.now();
    for (;;) {
      try {
        return await call(method, path, body);
      } catch (error) {
        const text = String(error);
        // A job that was begun by a call whose answer was lost.
        if (method === 'POST' && text.includes('already exists')) return undefined;
        if (!/: 50[0-9] |ECONNRESET/.test(text) || Date.now() - began > PATIENCE) throw error;
        await setTimeout(1000);
      }
    }
  }

  async function stop() {
    // Ray's processes are in the group of its head; those of jobs end with the agents that started them.
    for (const signal of /** @type {const} */ (['SIGTERM', 'SIGKILL'])) {
      try {
        process.kill(-(head.pid ?? 0), signal);
      } catch {
        return;
      }
      await Promise.race([ended, setTimeout(10_000)]);
    }
  }

  let jobs = 0;
  const began = Date.now();
  for (;;) {
    try {
      await call('GET', '/api/jobs/');
      break;
    } catch (error) {
      if (Date.now() - began > PATIENCE || head.exitCode !== null) {
        await stop();
        throw new Error(`Ray does not answer: ${said || String(error)}`, { cause: error });
      }
      await setTimeout(500);
    }
  }
  return {
    async submit(entrypoint, variables) {
      const submission_id = `shard-${jobs++}`;
      const runtime_env = { env_vars: variables };
      await ask('POST', '/api/jobs/', { entrypoint, runtime_env, entrypoint_num_cpus: 1, submission_id });
      return submission_id;
    },
    statusOf: async (id) => (await ask('GET', `/api/jobs/${id}`)).status,
    logsOf: async (id) => (await ask('GET', `/api/jobs/${id}/logs`)).logs,
    stop,
  };
}
