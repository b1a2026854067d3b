import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { AttganError } from '@attgan/core';
import pMap from 'p-map';
import type { Recipe } from './decode.ts';
import { createThreadedDecoder } from './decode-thread.ts';
import type { ImageSource } from './image-source.ts';

/** Most images decoded together; more gains nothing and delays the first. */
const LARGEST_GROUP = 32;

/** Images decoded from their files on demand; `names` are relative to `folder`. */
export async function openFolder(
  folder: string,
  names: readonly string[],
  absent: readonly number[],
  recipe: Recipe,
): Promise<ImageSource> {
  const { decode, close } = await createThreadedDecoder(recipe);
  const bytes = recipe.size * recipe.size * 3;
  const threads = Math.max(2, availableParallelism());
  let reading = 0;
  return {
    description: `decoded from ${folder}`,
    absent,
    damaged: undefined,
    read: async (rows, into) => {
      const failures = new Map<number, AttganError>();
      reading++;
      // Large groups cost least, but a read that is alone must be shared out among the threads.
      const group = Math.max(1, Math.min(LARGEST_GROUP, Math.ceil((rows.length * reading) / threads)));
      const starts = Array.from({ length: Math.ceil(rows.length / group) }, (_, index) => index * group);
      const decodeFrom = async (start: number): Promise<void> => {
        const paths = rows.slice(start, start + group).map((row) => join(folder, names[row] ?? ''));
        const target = into.subarray(start * bytes, (start + paths.length) * bytes);
        for (const [index, problem] of await decode(paths, target)) {
          target.fill(0, index * bytes, (index + 1) * bytes);
          failures.set(start + index, new AttganError(`Cannot use the image ${paths[index]}: ${problem}`));
        }
      };
      try {
        await pMap(starts, decodeFrom, { concurrency: threads });
      } finally {
        reading--;
      }
      return failures;
    },
    close,
  };
}
