import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { fileError } from './file-error.ts';

/** The SHA-256 of a file's bytes, as 64 lower-case hexadecimal digits. The file is streamed. */
export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array);
  } catch (error) {
    throw fileError('read', path, error);
  }
  return hash.digest('hex');
}
