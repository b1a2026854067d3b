// @ts-check
import { spawn } from 'node:child_process';

/**
 * The same as of Ray with processes of this machine.
 * @param {number} cpus at once
 * @returns {import('./ray.mjs').Ray}
 */
export function startProcesses(cpus) {
  /** @type {Map<string, { status: string, logs: string }>} */
  const jobs = new Map();
  /** @type {(() => void)[]} */
  const waiting = [];
  const children = new Set();
  let running = 0;

  function next() {
    while (running < cpus && waiting.length > 0) {
      running++;
      waiting.shift()?.();
    }
  }

  return {
    async submit(entrypoint, variables) {
      const id = `process-${jobs.size}`;
      const job = { status: 'PENDING', logs: '' };
      jobs.set(id, job);
      waiting.push(() => {
        job.status = 'RUNNING';
        const child = spawn(entrypoint, { shell: true, env: { ...process.env, ...variables } });
        children.add(child);
        for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (job.logs += chunk));
        child.on('close', (code) => {
          job.status = code === 0 ? 'SUCCEEDED' : 'FAILED';
          children.delete(child);
          running--;
          next();
        });
      });
      next();
      return id;
    },
    statusOf: async (id) => jobs.get(id)?.status ?? 'FAILED',
    logsOf: async (id) => jobs.get(id)?.logs ?? '',
    async stop() {
      for (const child of children) child.kill('SIGKILL');
    },
  };
}
