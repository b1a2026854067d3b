import { createReadStream } from 'node:fs';
import { fileError, hasCode } from '@attgan/formats';

/** A line of a file, and the bytes it takes, its line feed among them. */
export interface PlacedLine {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** The whole lines of a file; what follows the last line feed was not written to its end, and is none. A missing file has none. */
export async function* placedLines(path: string): AsyncGenerator<PlacedLine> {
  let rest: Buffer = Buffer.alloc(0);
  let start = 0;
  try {
    for await (const chunk of createReadStream(path)) {
      rest = rest.length === 0 ? (chunk as Buffer) : Buffer.concat([rest, chunk as Buffer]);
      let from = 0;
      for (let at = rest.indexOf(10); at >= 0; at = rest.indexOf(10, from)) {
        const end = start + at + 1 - from;
        yield { text: rest.toString('utf8', from, at), start, end };
        start = end;
        from = at + 1;
      }
      rest = rest.subarray(from);
    }
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw fileError('read', path, error);
  }
}
