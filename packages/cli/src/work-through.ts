import { basename } from 'node:path';
import { AttganError, BadFilesError, InterruptedError, type BadFile } from '@attgan/core';
import { describeError } from './describe-error.ts';
import type { Output } from './output.ts';

export interface Work {
  /** What progress is told of. */
  readonly task: string;
  readonly output: Output;
  /** Whether reasons come with stack traces. */
  readonly verbose: boolean;
}

/**
 * Does the same for each of many files. One that fails stops none of the others; it is kept with the reason.
 * @throws InterruptedError from `each`
 */
export async function workThrough<T extends { readonly path: string }>(
  files: readonly T[],
  { task, output, verbose }: Work,
  each: (file: T) => Promise<void>,
): Promise<BadFile[]> {
  const failures: BadFile[] = [];
  for (const [index, file] of files.entries()) {
    try {
      await each(file);
    } catch (error) {
      if (error instanceof InterruptedError) throw error;
      failures.push({ input: file.path, error: describeError(error, verbose) });
    }
    if (files.length > 1) output.onProgress({ task, done: index + 1, total: files.length, note: basename(file.path) });
  }
  return failures;
}

/**
 * Ends a command once all that can be done is done.
 * @param what had to be done, such as `edited`
 * @throws AttganError where anything failed: the only failure, or their number after the list of them
 */
export function failWith(failures: readonly BadFile[], total: number, what: string, { report }: Output): void {
  const [first] = failures;
  if (first === undefined) return;
  if (total === 1) throw new AttganError(first.error);
  listFailures(failures, report);
  const message = `${failures.length} of ${total} images were not ${what}; the reasons are above.`;
  throw new BadFilesError(message, failures);
}

/** Lines for people; --json has no such limit. */
const LISTED = 200;

/** A line for each file that could not be used. */
export function listFailures(failures: readonly BadFile[], report: Output['report']): void {
  for (const { error } of failures.slice(0, LISTED)) report(`failed: ${error}`);
  if (failures.length > LISTED) report(`and ${failures.length - LISTED} more; --json lists all.`);
}
