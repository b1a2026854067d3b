import { readdir, stat } from 'node:fs/promises';
import { basename, extname, join, relative } from 'node:path';
import { AttganError } from '@attgan/core';

const IMAGES = new Set(['.jpg', '.jpeg', '.png', '.webp', '.avif', '.gif', '.tif', '.tiff']);

export interface ListedImage {
  readonly path: string;
  /** Its place under the folder that was named, or its name alone. */
  readonly name: string;
}

/** Files as given, and the images of folders and their subfolders in the order of their names. @throws AttganError for none */
export async function listImages(paths: readonly string[]): Promise<ListedImage[]> {
  const lists = await Promise.all(
    paths.map(async (path) => {
      const found = await stat(path).catch(() => undefined);
      if (found === undefined) throw new AttganError(`There is no image or folder ${path}.`);
      if (!found.isDirectory()) return [{ path, name: basename(path) }];
      const entries = await readdir(path, { recursive: true, withFileTypes: true });
      const images = entries
        .filter((entry) => entry.isFile() && IMAGES.has(extname(entry.name).toLowerCase()))
        .map((entry) => join(entry.parentPath, entry.name))
        .sort();
      if (images.length === 0) throw new AttganError(`The folder ${path} holds no image.`);
      return images.map((image) => ({ path: image, name: relative(path, image) }));
    }),
  );
  return lists.flat();
}
