import { spawn, type ChildProcess } from 'node:child_process';
import { AttganError, messageOf } from '@attgan/core';
import { TOGETHER } from '../start-together.ts';

/** Writes to descriptor 3, at the end of a process, the most memory that it held, in kilobytes. */
const REPORT_MEMORY = `data:text/javascript,${encodeURIComponent(
  `import { writeSync } from 'node:fs';
process.on('exit', () => { writeSync(3, String(process.resourceUsage().maxRSS)); });`,
)}`;

/** How a command of ours ran, in a process of its own. */
export interface ProcessRun {
  /** From its start to its end. */
  readonly seconds: number;
  /** The most memory that it held. */
  readonly mb: number;
  readonly stdout: string;
}

/** A command that runs, and can be told to begin its timed runs. */
export interface StartedProcess {
  /** Resolves when it has warmed up, or has ended without that. */
  readonly warm: Promise<void>;
  begin(): void;
  readonly ended: Promise<ProcessRun>;
}

/**
 * Starts `attgan` with other arguments.
 * @param signal ends it
 * @throws AttganError (of `ended`) in one line when it fails
 */
export function startProcess(args: readonly string[], signal: AbortSignal): StartedProcess {
  const [, program = ''] = process.argv;
  const start = performance.now();
  const child = spawn(process.execPath, [...process.execArgv, '--import', REPORT_MEMORY, program, ...args], {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'ipc'],
    env: { ...process.env, [TOGETHER]: '1' },
    signal,
  });
  const said = (at: number): (() => string) => gathered(child, at);
  const [stdout, stderr, memory] = [said(1), said(2), said(3)];
  const warm = new Promise<void>((resolve) => {
    child.once('message', () => resolve());
    child.once('close', () => resolve());
    child.once('error', () => resolve());
  });
  const ended = new Promise<ProcessRun>((resolve, reject) => {
    child.once('error', (error) => reject(new AttganError(`Cannot start attgan ${args[0]}: ${messageOf(error)}.`)));
    child.once('close', (code, killed) => {
      const seconds = (performance.now() - start) / 1000;
      if (code === 0) return resolve({ seconds, mb: Math.round(Number(memory()) / 1024), stdout: stdout() });
      const last =
        stderr()
          .trim()
          .split('\n')
          .at(-1)
          ?.replace(/^error: /, '') ?? '';
      reject(
        new AttganError(
          killed === null ? last : `it was ended by ${killed}${killed === 'SIGKILL' ? ', for want of memory?' : ''}`,
        ),
      );
    });
  });
  // Nobody may be waiting yet when it fails.
  ended.catch(() => undefined);
  return { warm, begin: () => void (child.connected && child.send('start', () => undefined)), ended };
}

function gathered(child: ChildProcess, at: number): () => string {
  const chunks: Buffer[] = [];
  child.stdio[at]?.on('data', (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString();
}

/** Runs them side by side: all begin their timed runs when the last one has warmed up. */
export async function runProcesses(
  commands: readonly (readonly string[])[],
  signal: AbortSignal,
): Promise<ProcessRun[]> {
  const started = commands.map((args) => startProcess(args, signal));
  await Promise.all(started.map(({ warm }) => warm));
  for (const { begin } of started) begin();
  const ended = await Promise.allSettled(started.map((each) => each.ended));
  const failed = ended.find((each) => each.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return ended.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
}
