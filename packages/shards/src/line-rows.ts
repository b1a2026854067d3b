import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { AttganError } from '@attgan/core';
import { fileError } from '@attgan/formats';

/** No line of a manifest is longer, characters. */
const LONGEST = 1_000_000;

/**
 * The lines of a file that are not empty, without byte order mark, one after the other.
 * @throws AttganError when it cannot be read, or a line is longer than a million characters
 */
export async function* lineRows(path: string): AsyncGenerator<string> {
  const lines = createInterface({ input: bounded(path), crlfDelay: Infinity });
  let first = true;
  for await (const line of lines) {
    const text = first ? line.replace(/^\uFEFF/, '') : line;
    first = false;
    if (text.trim() !== '') yield text;
  }
}

/** The file's bytes, as long as it has line breaks: a file without them would be held whole. */
async function* bytesOf(path: string): AsyncGenerator<Buffer> {
  let since = 0;
  try {
    for await (const chunk of createReadStream(path)) {
      const bytes = chunk as Buffer;
      const last = bytes.lastIndexOf(10);
      since = last < 0 ? since + bytes.length : bytes.length - last;
      if (since > LONGEST) throw new AttganError(`${path} has a line of more than ${LONGEST} bytes.`);
      yield bytes;
    }
  } catch (error) {
    throw fileError('read', path, error);
  }
}

function bounded(path: string): NodeJS.ReadableStream {
  return Readable.from(bytesOf(path), { objectMode: false });
}
