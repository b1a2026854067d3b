import { join } from 'node:path';
import { createDecoder } from './decode.ts';
import type { Recipe } from './decode.ts';
import type { ImageSource } from './image-source.ts';

/** Images decoded at once: enough to keep the thread pool busy, few enough to keep memory low. */
const IN_FLIGHT = 16;

/** Images decoded from their files as they are asked for. */
export async function openFolder(folder: string, names: readonly string[], recipe: Recipe): Promise<ImageSource> {
  const decode = await createDecoder(recipe);
  const bytes = recipe.size * recipe.size * 3;
  return {
    description: `decoded from ${folder}`,
    read: async (rows, into) => {
      let next = 0;
      const work = async (): Promise<void> => {
        while (next < rows.length) {
          const position = next++;
          into.set(await decode(join(folder, names[rows[position] ?? 0] ?? '')), position * bytes);
        }
      };
      await Promise.all(Array.from({ length: Math.min(IN_FLIGHT, rows.length) }, work));
    },
    close: async () => {},
  };
}
