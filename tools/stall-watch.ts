import { writeSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';
import { closingLine, countsOf } from './closing-count.ts';

/**
 * Ends a run in which nothing has ended for so long, and names the files that were running; each counts as a failure.
 * vitest's own limits (`testTimeout`, `teardownTimeout`) and its `hanging-process` reporter do not end a run in which a test blocks
 * its process, such as one that waits for a program which hangs.
 */
export class StallWatch implements Reporter {
  readonly #milliseconds: number;
  readonly #running = new Set<string>();
  readonly #ended: TestModule[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(milliseconds: number) {
    this.#milliseconds = milliseconds;
  }

  onTestModuleStart({ moduleId }: TestModule): void {
    this.#running.add(moduleId);
    this.#wait();
  }

  onTestCaseResult(): void {
    this.#wait();
  }

  onTestModuleEnd(module: TestModule): void {
    this.#running.delete(module.moduleId);
    this.#ended.push(module);
    this.#wait();
  }

  onTestRunEnd(): void {
    clearTimeout(this.#timer);
  }

  #wait(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#giveUp(), this.#milliseconds);
  }

  #giveUp(): void {
    const seconds = Math.round(this.#milliseconds / 1000);
    writeSync(1, `Nothing has ended for ${seconds} seconds. Still running:\n  ${[...this.#running].join('\n  ')}\n`);
    const counts = countsOf(this.#ended, []);
    writeSync(1, `${closingLine({ ...counts, failed: counts.failed + this.#running.size })}\n`);
    process.exit(1);
  }
}
