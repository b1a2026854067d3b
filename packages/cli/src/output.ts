import type { Progress } from '@attgan/experiment';
import { createProgress, type ProgressLine } from './progress-line.ts';
import { visible } from './visible.ts';

/** Output of a command: results on stdout, all else on stderr. Characters that a terminal would obey are shown instead. */
export interface Output {
  readonly json: boolean;
  /** A result: lines for people, if any, or `data` as JSON under --json. */
  result(text: string, data: unknown): void;
  /** A line on stderr. */
  report(this: void, line: string): void;
  /** Draws progress; a new task starts a new bar. */
  onProgress(this: void, progress: Progress): void;
}

export function createOutput(json: boolean): Output {
  let bar: { readonly task: string; readonly line: ProgressLine } | undefined;
  return {
    json,
    result(text, data) {
      bar?.line.clear();
      if (json || text !== '') process.stdout.write(`${visible(json ? JSON.stringify(data) : text)}\n`);
    },
    report(line) {
      bar?.line.clear();
      process.stderr.write(`${visible(line)}\n`);
    },
    onProgress({ task, done, total, note }) {
      if (bar?.task !== task) {
        bar?.line.clear();
        bar = { task, line: createProgress(total, process.stderr) };
      }
      bar.line.update(done, visible(note));
    },
  };
}
