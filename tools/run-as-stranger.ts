import { spawn } from 'node:child_process';
import { delimiter } from 'node:path';

/** How a command ended, and all it said. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a line of bash in `cwd` as on a machine that has never seen this repository. Never rejects. */
export function runAsStranger(line: string, cwd: string): Promise<Ended> {
  const child = spawn('bash', ['-euo', 'pipefail', '-c', line], {
    cwd,
    env: strangersEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.on('error', reject).on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** Like `runAsStranger`, but what fails is an error with what was said. Resolves to stdout. */
export async function succeedAsStranger(line: string, cwd: string): Promise<string> {
  const { code, stdout, stderr } = await runAsStranger(line, cwd);
  if (code !== 0) throw new Error(`${line}\nended with ${code}:\n${stdout}\n${stderr}`);
  return stdout;
}

/** Ours, without what npm and vitest add for those that they run, and without our own installed commands. */
function strangersEnvironment(): NodeJS.ProcessEnv {
  const added = /^(npm_(package|lifecycle|config_local|node)|VITEST|NODE_OPTIONS|NODE_ENV|TEST|DEV|PROD|INIT_CWD)/;
  const kept = Object.entries(process.env).filter(([name]) => !added.test(name));
  const path = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => !/node_modules.\.bin$/.test(folder));
  return {
    ...Object.fromEntries(kept),
    PATH: path.join(delimiter),
    // What the machine has fetched before need not be asked for again.
    npm_config_prefer_offline: 'true',
    npm_config_audit: 'false',
    npm_config_fund: 'false',
    npm_config_update_notifier: 'false',
    NX_DAEMON: 'false',
    NX_NO_CLOUD: 'true',
    // Each plugin in a process of its own takes as long again.
    NX_ISOLATE_PLUGINS: 'false',
    NO_COLOR: '1',
  };
}
