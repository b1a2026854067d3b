import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { finished } from 'node:stream/promises';
import { AttganError, messageOf } from '@attgan/core';
import { fileError } from '@attgan/formats';
import { extract } from 'tar-stream';
import { isPhotoName, type PhotoInput } from './photo-input.ts';

/** No photo in an archive is larger, bytes. */
const LARGEST = 1 << 29;

/**
 * The photos in a tar archive in its order, such as those of WebDataset; other members are passed over. One photo is in memory at a
 * time.
 * @param name what the archive is called: `name/member` names a photo
 * @throws AttganError in one line where the archive cannot be read, or ends before it is whole, after the photos before that
 */
export async function* tarPhotos(path: string, name: string): AsyncGenerator<PhotoInput> {
  const bytes = createReadStream(path);
  const members = extract();
  bytes.on('error', (error) => members.destroy(error));
  bytes.pipe(members);
  const seen = new Set<string>();
  let before = 0;
  try {
    for await (const member of members) {
      const { name: own, type, size } = member.header;
      // macOS puts a note on each file beside it, under its name after ._
      if (type !== 'file' || !isPhotoName(own) || basename(own).startsWith('._')) {
        member.resume();
        continue;
      }
      const problem = problemOf(own, size, seen);
      seen.add(own);
      const content = problem === undefined ? await contentOf(member) : undefined;
      if (problem !== undefined) member.resume();
      yield {
        name: problem === undefined ? `${name}/${own}` : `${name}/${own}#${before}`,
        read: async () => {
          if (content === undefined) throw new AttganError(`${path}: ${own} ${problem}.`);
          return content;
        },
      };
      before++;
    }
    await finished(bytes);
  } catch (error) {
    if (error instanceof AttganError) throw error;
    if (error instanceof Error && 'syscall' in error) throw fileError('read', path, error);
    throw new AttganError(`${path} is damaged after ${before} photos: ${messageOf(error).split('\n')[0]}.`, {
      cause: error,
    });
  } finally {
    bytes.destroy();
    members.destroy();
  }
}

/** Names lead to files of the results, so they may not lead out of their folder. */
function problemOf(member: string, size: number, seen: ReadonlySet<string>): string | undefined {
  const parts = member.split('/');
  if (parts.some((part) => part === '..' || part === '' || part === '.') || /[\\\0]/.test(member)) {
    return 'is no plain path within an archive';
  }
  if (size > LARGEST) return `is larger than ${LARGEST} bytes`;
  return seen.has(member) ? 'is there a second time' : undefined;
}

async function contentOf(member: AsyncIterable<unknown>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of member) parts.push(part as Uint8Array);
  return Buffer.concat(parts);
}
