import type { WriteStream } from 'node:tty';

/** Shows the progress of a long task: a bar on a terminal, otherwise a line now and then. */
export interface ProgressLine {
  update(done: number, note: string): void;
  clear(): void;
}

const BAR = 24;
/** Milliseconds between draws on a terminal, and between lines elsewhere. */
const DRAW_EVERY = 100;
const LINE_EVERY = 15_000;

export function createProgress(total: number, stream: Pick<WriteStream, 'isTTY' | 'columns' | 'write'>): ProgressLine {
  const started = performance.now();
  let first: { done: number; at: number } | undefined;
  let shown = started;
  let drawn = false;
  const clear = (): void => {
    if (drawn) stream.write('\r\u001b[K');
    drawn = false;
  };
  return {
    clear,
    update(done, note) {
      const now = performance.now();
      first ??= { done, at: now };
      if (done < total && now - shown < (stream.isTTY ? DRAW_EVERY : LINE_EVERY)) return;
      shown = now;
      const rate = (done - first.done) / Math.max(1, now - first.at);
      const left = rate > 0 ? ` ETA ${duration((total - done) / rate)}` : '';
      if (!stream.isTTY) {
        stream.write(`${done}/${total}${left} ${note}\n`);
        return;
      }
      const full = Math.round((BAR * done) / total);
      const line = `${'█'.repeat(full)}${'░'.repeat(BAR - full)} ${done}/${total}${left} ${note}`;
      stream.write(`\r\u001b[K${line.slice(0, (stream.columns ?? 80) - 1)}`);
      drawn = true;
      if (done >= total) {
        stream.write('\n');
        drawn = false;
      }
    },
  };
}

/** Milliseconds as `1h02`, `3m20` or `12s`. */
export function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  const two = (value: number): string => String(value).padStart(2, '0');
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m${two(seconds % 60)}`;
  return `${Math.floor(seconds / 3600)}h${two(Math.floor((seconds % 3600) / 60))}`;
}
