import { once } from 'node:events';

/** Set for processes that are timed side by side; what is over IPC is only looked at then. */
export const TOGETHER = 'ATTGAN_BENCH_TOGETHER';

/** Waits, where this process is one of several that are timed side by side, until all of them have warmed up. */
export async function startTogether(): Promise<void> {
  if (process.env[TOGETHER] === undefined || process.send === undefined || !process.connected) return;
  const start = once(process, 'message');
  process.send('warm');
  await start;
  process.disconnect();
}
