import { createHash } from 'node:crypto';
import type { ResultFile } from './result-line.ts';
import type { MadeFile } from './result-sink.ts';

/** What a line of results says of a file. */
export function describeFile({ file, bytes, more }: MadeFile, tar?: string): ResultFile {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { file, bytes: bytes.length, sha256, ...(tar !== undefined && { tar }), ...more };
}
