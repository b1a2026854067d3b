import type { Output } from './output.ts';

/** Ctrl-C, what `kill` sends, and a terminal that closes. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs `work` with a signal that the first Ctrl-C, SIGTERM or SIGHUP aborts, saying so; the second ends the process at once.
 * @param stopping what the first one does, such as `Stopping after this update.`
 */
export async function interruptible<T>(
  output: Output,
  stopping: string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const stop = new AbortController();
  const onSignal = (): void => {
    // The next one then ends the process even while it computes, when no listener would be called.
    for (const signal of SIGNALS) process.removeAllListeners(signal);
    output.report(`${stopping} Press Ctrl-C again to quit without saving.`);
    stop.abort();
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  try {
    return await work(stop.signal);
  } finally {
    for (const signal of SIGNALS) process.off(signal, onSignal);
  }
}

/** Resolves at the first Ctrl-C or SIGTERM. */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    const onSignal = (): void => {
      process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
      resolve();
    };
    process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  });
}
