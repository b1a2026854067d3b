import { open, readFile } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { AttganError } from '@attgan/core';
import { writeFileAtomically } from '@attgan/formats';
import { z } from 'zod';
import {
  badRowSchema,
  hashOf,
  JOURNAL_FILE,
  jsonOf,
  packKeySchema,
  PIXELS_FILE,
  spotRows,
  whyUnfit,
} from './pack-index.ts';
import type { PackKey } from './pack-index.ts';

/*
 * An unfinished pack is a pixel file and a journal: one line for what is packed, then one for each block that lies whole on
 * the disk. A block is written and flushed before its line is, so whatever a kill leaves behind, the lines tell the truth,
 * and what follows them is cut off.
 */

const headSchema = z.strictObject({ key: packKeySchema, blockImages: z.int().positive() });
const blockSchema = z.strictObject({ sha256: z.string(), bad: z.array(badRowSchema) });
export type PackedBlock = z.output<typeof blockSchema>;

/** Blocks that an interrupted pack left in `folder`, checked against its pixels; none where there is no pack of `key`. */
export async function recoverBlocks(
  folder: string,
  key: PackKey,
  blockImages: number,
  blockBytes: number,
): Promise<PackedBlock[]> {
  const text = await readFile(join(folder, JOURNAL_FILE), 'utf8').catch(() => undefined);
  if (text === undefined) return [];
  // What follows the last line break was cut off by the kill.
  const [first = '', ...lines] = text.split('\n').slice(0, -1);
  const head = headSchema.safeParse(jsonOf(first));
  if (!head.success) return [];
  const unfit = whyUnfit(withRestored(head.data.key, key, lines), key);
  if (unfit !== undefined) {
    throw new AttganError(`${folder} holds another, unfinished pack: ${unfit}; delete it, or pack into another folder`);
  }
  if (head.data.blockImages !== blockImages) return [];
  const blocks: PackedBlock[] = [];
  const pixels = await open(join(folder, PIXELS_FILE), 'r').catch(() => undefined);
  if (pixels === undefined) return [];
  try {
    for (const line of lines) {
      const block = blockSchema.safeParse(jsonOf(line));
      if (!block.success) break;
      const start = blocks.length * blockBytes;
      const found = await readSome(pixels, start, blockBytes);
      const isLast = (blocks.length + 1) * blockImages >= key.count;
      if (!(found.length === blockBytes || isLast) || hashOf(found) !== block.data.sha256) break;
      blocks.push(block.data);
    }
  } finally {
    await pixels.close();
  }
  return blocks;
}

/** The key of what was packed as it would be now that images have been restored that could not be used then. */
function withRestored(packed: PackKey, now: PackKey, lines: readonly string[]): PackKey {
  const blocks = lines.map((line) => blockSchema.safeParse(jsonOf(line)));
  const bad = new Set(blocks.flatMap(({ data }) => data?.bad.map(({ row }) => row) ?? []));
  const spots = spotRows(packed.count);
  const fileBytes = packed.fileBytes.map((bytes, spot) =>
    bad.has(spots[spot] ?? -1) ? (now.fileBytes[spot] ?? null) : bytes,
  );
  return { ...packed, fileBytes };
}

export interface Journal {
  add(block: PackedBlock): Promise<void>;
  /** Begins it again with these blocks, some of which have changed. */
  rewrite(blocks: readonly PackedBlock[]): Promise<void>;
  close(): Promise<void>;
}

/** Begins the journal again with the blocks already there, and continues from them. */
export async function openJournal(
  folder: string,
  key: PackKey,
  blockImages: number,
  blocks: readonly PackedBlock[],
): Promise<Journal> {
  const path = join(folder, JOURNAL_FILE);
  const begin = async (packed: readonly PackedBlock[]): Promise<FileHandle> => {
    const lines = [{ key, blockImages }, ...packed].map((entry) => `${JSON.stringify(entry)}\n`);
    await writeFileAtomically(path, lines.join(''));
    return open(path, 'a');
  };
  let handle = await begin(blocks);
  return {
    add: async (block) => {
      await handle.appendFile(`${JSON.stringify(block)}\n`);
      await handle.datasync();
    },
    rewrite: async (packed) => {
      await handle.close();
      handle = await begin(packed);
    },
    close: async () => handle.close(),
  };
}

/** Up to `length` bytes from `position`. */
export async function readSome(handle: FileHandle, position: number, length: number): Promise<Uint8Array> {
  const buffer = new Uint8Array(length);
  let done = 0;
  while (done < length) {
    const { bytesRead } = await handle.read(buffer, done, length - done, position + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return buffer.subarray(0, done);
}
