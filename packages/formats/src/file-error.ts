import { AttganError, messageOf } from '@attgan/core';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'part of the path is a file, not a folder',
  EISDIR: 'it is a folder',
  EEXIST: 'a file has that name',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'its symbolic links lead nowhere',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space is left on the disk',
  EDQUOT: 'the disk quota is used up',
  EMFILE: 'too many files are open',
};

/** Whether `error` came from the operating system with this code, e.g. `ENOENT`. */
export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

/** One line for a failed file operation, e.g. `fileError('read', path, error)`. An AttganError passes unchanged. */
export function fileError(action: string, path: string, error: unknown): AttganError {
  if (error instanceof AttganError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return new AttganError(`Cannot ${action} ${path}: ${REASONS[code] ?? messageOf(error)}.`, { cause: error });
}
