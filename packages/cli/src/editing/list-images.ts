import { readdir, stat } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { AttganError, type BadFile } from '@attgan/core';
import { fileError, fileIdentity, isTemporary } from '@attgan/formats';
import { isPhotoName } from '@attgan/shards';

export interface ListedImage {
  readonly path: string;
  /** Its place under the folder that was named, or its name alone. */
  readonly name: string;
}

/** What is to be read, and what of it cannot be. */
export interface ListedImages {
  readonly images: readonly ListedImage[];
  readonly failures: readonly BadFile[];
}

/** An image, or a path that cannot be read, and why. */
export type FoundImage = ListedImage & { readonly problem?: string };

/**
 * Files as given, and the images of folders and their subfolders in the order of their names. Left out of folders are `out`, where
 * results go, macOS's notes on files (`._photo.jpg`) and what killed processes left; what cannot be read is a failure.
 */
export async function listImages(paths: readonly string[], out: string): Promise<ListedImages> {
  const images: ListedImage[] = [];
  const failures: BadFile[] = [];
  for await (const { problem, ...image } of walkImages(paths, out)) {
    if (problem === undefined) images.push(image);
    else failures.push({ input: image.path, error: problem });
  }
  return { images, failures };
}

/** The same, one after the other: no more than the names in one folder are in memory. */
export async function* walkImages(paths: readonly string[], out: string): AsyncGenerator<FoundImage> {
  const results = await fileIdentity(out);
  for (const path of paths) {
    const name = basename(path);
    const found = await stat(path).catch((error: unknown) => problemOf(path, error));
    if (found instanceof AttganError) yield { path, name, problem: found.message };
    else if (!found.isDirectory()) yield { path, name };
    else {
      let count = 0;
      for await (const image of searchFolder(path, results)) {
        count++;
        yield { ...image, name: relative(path, image.path) };
      }
      if (count === 0) yield { path, name, problem: `The folder ${path} holds no image.` };
    }
  }
}

type Found = Omit<FoundImage, 'name'>;

async function* searchFolder(folder: string, results: string | undefined): AsyncGenerator<Found> {
  let entries;
  try {
    // Bytes, since names need not be UTF-8, and as text would then be those of no file.
    entries = await readdir(folder, { withFileTypes: true, encoding: 'buffer' });
  } catch (error) {
    yield { path: folder, problem: fileError('read the folder', folder, error).message };
    return;
  }
  const named = entries.map((entry) => ({ entry, bytes: entry.name, name: entry.name.toString() }));
  for (const { entry, bytes, name } of named.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, name);
    const isImage = isPhotoName(name) && !name.startsWith('._') && !isTemporary(name);
    if (!Buffer.from(name).equals(bytes)) {
      if (isImage || entry.isDirectory())
        yield { path, problem: `Cannot read ${path}: its name is not UTF-8. Rename it.` };
    } else if (entry.isDirectory()) {
      if (results === undefined || (await fileIdentity(path)) !== results) yield* searchFolder(path, results);
    } else if (isImage) yield* lookAt(path, entry.isSymbolicLink());
  }
}

/** Links to folders are not followed, since they may lead in a circle. */
async function* lookAt(path: string, isLink: boolean): AsyncGenerator<Found> {
  const target = isLink ? await stat(path).catch((error: unknown) => fileError('follow', path, error)) : undefined;
  if (target instanceof AttganError) yield { path, problem: target.message };
  else if (target?.isDirectory() !== true) yield { path };
}

function problemOf(path: string, error: unknown): AttganError {
  if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) return fileError('read', path, error);
  const advice = path.includes('\u{FFFD}') ? ' Its name is not UTF-8: rename it, or name its folder.' : '';
  return new AttganError(`There is no image or folder ${path}.${advice}`, { cause: error });
}
