import { writeSync } from 'node:fs';
import type { SerializedError } from 'vitest';
import type { Reporter, TestModule } from 'vitest/node';

/** Counts of a run. A file that did not load, or a hook or stray promise that failed, is a failure as a test is. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export function countsOf(modules: readonly TestModule[], unhandled: readonly SerializedError[]): Counts {
  const counts = { passed: 0, failed: unhandled.length, skipped: 0 };
  for (const module of modules) {
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      counts[state === 'pending' ? 'failed' : state] += 1;
    }
    counts.failed += module.errors().length;
    for (const suite of module.children.allSuites()) counts.failed += suite.errors().length;
  }
  return counts;
}

/** `N passed, N failed`, and `, N skipped` where there are such. */
export function closingLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/**
 * Says at the very end, alone on the last line, how many tests passed and failed. vitest's json reporter counts tests only: a file
 * that does not load, or a hook that fails, is no failed test there.
 */
export class ClosingCount implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const line = closingLine(countsOf(modules, unhandled));
    // Other reporters may still be writing; what is written while the process exits comes after them.
    process.once('exit', () => writeSync(1, `${line}\n`));
  }
}
