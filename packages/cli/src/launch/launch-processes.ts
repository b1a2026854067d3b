import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Milliseconds that the others have to end by themselves once one has failed, and then after SIGTERM. */
const NOTICE = 2_000;
const GRACE = 30_000;

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** How a process ended. */
export interface Ending {
  /** Which one, from 0. */
  readonly index: number;
  /** Null where a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Its errors and warnings; those of process 0 have been shown. */
  readonly complaints: readonly string[];
}

/**
 * Starts a process for each list of arguments, passes signals on to all, and waits until all have ended. Process 0 has this
 * process's output. When one fails, the others are ended.
 * @returns how they ended, in that order
 */
export async function launchProcesses(
  program: string,
  lists: readonly (readonly string[])[],
): Promise<readonly Ending[]> {
  // In groups of their own: Ctrl-C in a terminal would reach each of them twice.
  const children = lists.map((list, index) =>
    spawn(program, list, { detached: true, stdio: index === 0 ? 'inherit' : ['ignore', 'ignore', 'pipe'] }),
  );
  const send = (signal: NodeJS.Signals): void => {
    for (const child of children) if (child.exitCode === null && child.signalCode === null) child.kill(signal);
  };
  const handlers = SIGNALS.map((signal) => [signal, () => send(signal)] as const);
  for (const [signal, handler] of handlers) process.on(signal, handler);
  const timers: NodeJS.Timeout[] = [];
  const endings: Ending[] = [];
  try {
    await Promise.all(
      children.map(async (child, index) => {
        const ending = await endOf(child, index);
        endings.push(ending);
        if (ending.code === 0 || timers.length > 0) return;
        timers.push(setTimeout(send, NOTICE, 'SIGTERM'), setTimeout(send, NOTICE + GRACE, 'SIGKILL'));
      }),
    );
    return endings;
  } finally {
    for (const [signal, handler] of handlers) process.off(signal, handler);
    for (const timer of timers) clearTimeout(timer);
  }
}

function endOf(child: ChildProcess, index: number): Promise<Ending> {
  const complaints: string[] = [];
  if (child.stderr !== null) {
    createInterface({ input: child.stderr }).on('line', (line) => {
      if (/^(error|warning):/.test(line)) complaints.push(line);
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ index, code, signal, complaints }));
  });
}
