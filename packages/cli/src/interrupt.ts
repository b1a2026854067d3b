import type { Output } from './output.ts';

/**
 * Runs `work` with a signal that the first Ctrl-C (or SIGTERM) aborts, saying so; the second ends the process.
 * @param stopping what the first one does, such as `Stopping after this iteration.`
 */
export async function interruptible<T>(
  output: Output,
  stopping: string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const stop = new AbortController();
  const onSignal = (): void => {
    if (stop.signal.aborted) process.exit(130);
    output.report(`${stopping} Press Ctrl-C again to quit without saving.`);
    stop.abort();
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  try {
    return await work(stop.signal);
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
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
