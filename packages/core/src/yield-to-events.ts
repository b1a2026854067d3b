import { InterruptedError } from './errors.ts';

/**
 * Lets signals, timers and reads be served, which wait for as long as the thread computes. Loops of long computations call it
 * between their steps; a turn costs microseconds.
 * @throws InterruptedError when `signal` is aborted by then
 */
export async function yieldToEvents(signal?: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    // Pages have timers only.
    if (typeof setImmediate === 'function') setImmediate(resolve);
    else setTimeout(resolve, 0);
  });
  throwIfStopped(signal);
}

/** @throws InterruptedError when `signal` is aborted */
export function throwIfStopped(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new InterruptedError('Stopped.');
}
