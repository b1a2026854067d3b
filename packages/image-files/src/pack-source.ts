import { open } from 'node:fs/promises';
import { AttganError, messageOf } from '@attgan/core';
import pMap from 'p-map';
import type { ImageSource } from './image-source.ts';
import { imageBytes, type PackIndex } from './pack-index.ts';
import { pixelsOfPack } from './pixels-of-pack.ts';
import { matchesHash } from './verify-pack.ts';

/** Reads at once: one core copies no faster with more. */
const IN_FLIGHT = 8;

/** Blocks hashed at once, each of them whole in memory. */
const HASHED = 2;

/**
 * Images of a finished pack. Neighbouring rows are read at once, and no more of the file than needed.
 * @param verify whether each block is compared with its checksum when an image of it is first read
 */
export async function openPackFolder(folder: string, index: PackIndex, verify = false): Promise<ImageSource> {
  const { size } = index.key;
  const bytes = imageBytes(size);
  const path = await pixelsOfPack(folder, index);
  const bad = new Map(index.bad.map(({ row, kind, why }) => [row, { kind, error: new AttganError(why) }] as const));
  const handle = await open(path, 'r');
  const checked = new Map<number, Promise<boolean>>();
  const isWhole = (block: number): Promise<boolean> => {
    const known = checked.get(block) ?? matchesHash(handle, index, block);
    checked.set(block, known);
    return known;
  };
  return {
    description: `packed in ${folder}${verify ? ', verified while read' : ''}`,
    absent: index.bad.filter(({ kind }) => kind === 'absent').map(({ row }) => row),
    damaged: new Map([...bad].filter(([, { kind }]) => kind === 'damaged').map(([row, { error }]) => [row, error])),
    read: async (rows, into) => {
      const failures = new Map<number, AttganError>();
      rows.forEach((row, position) => {
        const known = bad.get(row);
        if (known) failures.set(position, known.error);
      });
      if (verify) {
        const blocks = [...new Set(rows.map((row) => Math.floor(row / index.blockImages)))];
        const whole = await pMap(blocks, async (block) => [block, await isWhole(block)] as const, {
          concurrency: HASHED,
        });
        const damaged = new Set(whole.flatMap(([block, good]) => (good ? [] : [block])));
        rows.forEach((row, position) => {
          if (!damaged.has(Math.floor(row / index.blockImages))) return;
          failures.set(
            position,
            new AttganError(`${index.images[row]} in ${path} is not as it was packed; pack again`),
          );
        });
      }
      const readRun = async ({ start, length }: Run): Promise<void> =>
        readFully(into.subarray(start * bytes, (start + length) * bytes), (rows[start] ?? 0) * bytes);
      await pMap(coalesce(rows), readRun, { concurrency: IN_FLIGHT });
      for (const position of failures.keys()) into.fill(0, position * bytes, (position + 1) * bytes);
      return failures;
    },
    close: async () => handle.close(),
  };

  async function readFully(target: Uint8Array, position: number): Promise<void> {
    let done = 0;
    while (done < target.length) {
      const { bytesRead } = await handle
        .read(target, done, target.length - done, position + done)
        .catch((error: unknown) => {
          throw new AttganError(`Cannot read ${path}: ${messageOf(error)}`, { cause: error });
        });
      if (bytesRead === 0) throw new AttganError(`${path} ends too early; delete the folder ${folder} and pack again`);
      done += bytesRead;
    }
  }
}

/** Positions whose rows follow each other. */
interface Run {
  readonly start: number;
  readonly length: number;
}

export function coalesce(rows: readonly number[]): Run[] {
  const runs: { start: number; length: number }[] = [];
  rows.forEach((row, position) => {
    const last = runs.at(-1);
    if (last && position > 0 && rows[position - 1] === row - 1) last.length++;
    else runs.push({ start: position, length: 1 });
  });
  return runs;
}
