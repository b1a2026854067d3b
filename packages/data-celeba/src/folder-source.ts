import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { AttganError } from '@attgan/core';
import { createDecoder } from './decode.ts';
import type { Recipe } from './decode.ts';
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
  const decode = await createDecoder(recipe);
  const bytes = recipe.size * recipe.size * 3;
  const threads = Math.max(2, availableParallelism());
  return {
    description: `decoded from ${folder}`,
    absent,
    damaged: undefined,
    read: async (rows, into) => {
      const failures = new Map<number, AttganError>();
      const group = Math.min(LARGEST_GROUP, Math.ceil(rows.length / threads));
      let next = 0;
      const work = async (): Promise<void> => {
        while (next < rows.length) {
          const start = next;
          next += group;
          const paths = rows.slice(start, start + group).map((row) => join(folder, names[row] ?? ''));
          for (const [index, image] of (await decode(paths)).entries()) {
            if (image instanceof Uint8Array) into.set(image, (start + index) * bytes);
            else failures.set(start + index, image);
          }
        }
      };
      await Promise.all(Array.from({ length: threads }, work));
      return failures;
    },
    close: async () => {},
  };
}
