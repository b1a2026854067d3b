import { createProgress, type Progress } from './progress-line.ts';

/** Where a command speaks: results on stdout, all else on stderr. */
export interface Output {
  readonly json: boolean;
  /** A result: a line for people, or `data` as JSON under --json. */
  result(text: string, data: unknown): void;
  /** A line on stderr. */
  report(line: string): void;
  progress(total: number): Progress;
}

export function createOutput(json: boolean): Output {
  let progress: Progress | undefined;
  return {
    json,
    result(text, data) {
      progress?.clear();
      process.stdout.write(`${json ? JSON.stringify(data) : text}\n`);
    },
    report(line) {
      progress?.clear();
      process.stderr.write(`${line}\n`);
    },
    progress: (total) => (progress = createProgress(total, process.stderr)),
  };
}
