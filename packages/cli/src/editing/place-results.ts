import { extname, join } from 'node:path';
import { UsageError } from '@attgan/core';
import { PHOTO_ENDINGS } from '@attgan/photos';
import type { ListedImage } from './list-images.ts';

/** Endings of files that a result can be written to. */
export const WRITTEN = PHOTO_ENDINGS;

/** One image and where its result goes. */
export interface PlacedImage extends ListedImage {
  /** The file that the user named. */
  readonly file?: string;
  /** The path of the result without its ending, where a folder was named. */
  readonly stem: string;
}

/**
 * Where results go: the file that `out` names, or a file for each image in the folder that it names.
 * @throws UsageError where one file is to hold several results, or two results would have one name
 */
export function placeResults(images: readonly ListedImage[], out: string): PlacedImage[] {
  const isFile = WRITTEN.includes(extname(out).toLowerCase());
  if (isFile && images.length > 1) {
    throw new UsageError(`--out ${out} is one file, but there are ${images.length} images. Name a folder.`);
  }
  const owners = new Map<string, string>();
  return images.map(({ path, name }) => {
    const stem = isFile ? out : join(out, name.slice(0, name.length - extname(name).length));
    const owner = owners.get(stem);
    if (owner !== undefined) {
      throw new UsageError(`${owner} and ${path} would both be written to ${stem}. Edit them into different folders.`);
    }
    owners.set(stem, path);
    return { path, name, stem, ...(isFile && { file: out }) };
  });
}
