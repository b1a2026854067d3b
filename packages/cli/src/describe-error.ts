import { AttganError, InterruptedError } from '@attgan/core';

/** One line for errors that the user can fix, and for bugs, where that is said; a stack trace under --verbose. */
export function describeError(error: unknown, verbose: boolean): string {
  if (!(error instanceof Error)) return String(error);
  if (verbose && error.stack !== undefined) return error.stack;
  const line = error.message.replaceAll('\n', ' ');
  const known = error instanceof AttganError || error instanceof InterruptedError || isRefusal(error);
  return known ? line : `${line} (a bug in attgan; --verbose shows the stack trace)`;
}

/** A full disk or a folder without permission: the machine refused, and its message names the file. */
function isRefusal(error: NodeJS.ErrnoException): boolean {
  return (
    error.syscall !== undefined &&
    ['EACCES', 'EPERM', 'ENOSPC', 'EROFS', 'EDQUOT', 'ENOTDIR', 'EEXIST', 'EISDIR', 'ENAMETOOLONG'].includes(
      error.code ?? '',
    )
  );
}
