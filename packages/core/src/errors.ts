/**
 * An error whose message is meant for the user: what was wrong, where, and what to do. Any other error counts as a bug and
 * keeps its stack trace.
 */
export class AttganError extends Error {
  override readonly name: string = 'AttganError';
}

/** The command or the configuration was wrong, before any work began. The command line exits with 2. */
export class UsageError extends AttganError {
  override readonly name = 'UsageError';
}

/** Work was stopped on request after everything worth keeping was saved. The command line exits with 130. */
export class InterruptedError extends AttganError {
  override readonly name = 'InterruptedError';
}

/** A file that could not be used, and why, in one line. */
export interface BadFile {
  readonly input: string;
  readonly error: string;
}

/** Some of many files could not be used; what could be done with the others is done. */
export class BadFilesError extends AttganError {
  override readonly name = 'BadFilesError';
  readonly files: readonly BadFile[];

  constructor(message: string, files: readonly BadFile[]) {
    super(message);
    this.files = files;
  }
}

/** `error` as one line of text, whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
