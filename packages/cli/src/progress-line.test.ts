import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createProgress, duration } from './progress-line.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function watch(isTTY: boolean) {
  const written: string[] = [];
  const write = (text: unknown): boolean => written.push(String(text)) > 0;
  return { written, progress: createProgress(100, { isTTY, columns: 60, write }) };
}

test('elsewhere than on a terminal it writes whole lines, at most one in 15 seconds, and always the last', () => {
  const { written, progress } = watch(false);
  for (let done = 1; done <= 100; done++) {
    vi.advanceTimersByTime(1000);
    progress.update(done, 'L1 0.5');
  }
  expect(written).toHaveLength(7);
  expect(written.every((line) => /^\d+\/100 .*L1 0\.5\n$/.test(line))).toBe(true);
  expect(written.at(-1)).toMatch(/^100\/100/);
});

test('the time left is what the rest takes at the rate so far, not counting work before a resume', () => {
  const { written, progress } = watch(false);
  progress.update(50, '');
  vi.advanceTimersByTime(20_000);
  progress.update(60, '');
  expect(written).toEqual(['60/100 ETA 1m20 \n']);
});

test('on a terminal it draws over its line, never wider than the terminal, and ends with a new line', () => {
  const { written, progress } = watch(true);
  vi.advanceTimersByTime(1000);
  progress.update(50, 'a note that is far too long for a terminal of sixty columns');
  expect(written[0]?.startsWith('\r\u001b[K')).toBe(true);
  expect(written[0]?.slice('\r\u001b[K'.length)).toHaveLength(59);
  progress.update(100, '');
  expect(written.at(-1)).toBe('\n');
});

test.each([
  [59_000, '59s'],
  [200_000, '3m20'],
  [3_720_000, '1h02'],
])('%i ms is %s', (milliseconds, text) => {
  expect(duration(milliseconds)).toBe(text);
});
