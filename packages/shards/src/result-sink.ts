import type { ResultLine } from './result-line.ts';

/** A file that was made of a photo. */
export interface MadeFile {
  /** Its place among the results, with forward slashes. */
  readonly file: string;
  readonly bytes: Uint8Array;
  /** What the line of results says of it besides. */
  readonly more?: Readonly<Record<string, unknown>>;
}

/** Where the files of a shard go. */
export interface ResultSink {
  /** Takes the files of one input, and writes its line into the results once they are safe. @throws AttganError when writing fails */
  put(line: Omit<ResultLine, 'outputs'>, files: readonly MadeFile[] | undefined): Promise<void>;
  /** Whether all files of an earlier line are there still. */
  holds(line: ResultLine): Promise<boolean>;
  /** Puts away what was taken. */
  finish(): Promise<void>;
  /** Leaves nothing behind that is not whole. */
  abandon(): Promise<void>;
}
