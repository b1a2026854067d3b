import { extname, join } from 'node:path';
import { UsageError } from '@attgan/core';
import type { ListedImage } from './list-images.ts';

/** Formats that a result can be written in, by the ending of its file. */
export const WRITTEN = ['.png', '.jpg', '.jpeg', '.webp'] as const;

/** One image and where its result goes. */
export interface PlacedImage extends ListedImage {
  readonly output: string;
}

/**
 * Where results go: the file that `out` names, or a PNG for each image in the folder that it names.
 * @throws UsageError where one file is to hold several results, or two results would have one name
 */
export function placeResults(images: readonly ListedImage[], out: string): PlacedImage[] {
  const ending = extname(out).toLowerCase();
  const isFile = WRITTEN.some((known) => known === ending);
  if (isFile && images.length > 1) {
    throw new UsageError(`--out ${out} is one file, but there are ${images.length} images. Name a folder.`);
  }
  const owners = new Map<string, string>();
  return images.map(({ path, name }) => {
    const output = isFile ? out : join(out, `${name.slice(0, name.length - extname(name).length)}.png`);
    const owner = owners.get(output);
    if (owner !== undefined) {
      throw new UsageError(
        `${owner} and ${path} would both be written to ${output}. Edit them into different folders.`,
      );
    }
    owners.set(output, path);
    return { path, name, output };
  });
}
