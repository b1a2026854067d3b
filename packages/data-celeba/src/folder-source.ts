import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { AttganError } from '@attgan/core';
import type { Recipe } from './decode.ts';
import { createThreadedDecoder } from './decode-thread.ts';
import type { ImageSource } from './image-source.ts';

/** Most images decoded together; more gains nothing and delays the first. */
const LARGEST_GROUP = 32;

/** Images decoded from their files as they are asked for. */
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
      const group = Math.min(LARGEST_GROUP, Math.ceil((rows.length * reading) / threads));
      let next = 0;
      const work = async (): Promise<void> => {
        while (next < rows.length) {
          const start = next;
          next += group;
          const paths = rows.slice(start, start + group).map((row) => join(folder, names[row] ?? ''));
          const target = into.subarray(start * bytes, (start + paths.length) * bytes);
          for (const [index, problem] of await decode(paths, target)) {
            target.fill(0, index * bytes, (index + 1) * bytes);
            failures.set(start + index, new AttganError(`Cannot use the image ${paths[index]}: ${problem}`));
          }
        }
      };
      try {
        await Promise.all(Array.from({ length: threads }, work));
      } finally {
        reading--;
      }
      return failures;
    },
    close,
  };
}
