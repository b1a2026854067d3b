import { readdir, stat } from 'node:fs/promises';
import { basename, extname, join, relative } from 'node:path';
import { AttganError, type BadFile } from '@attgan/core';
import { fileError, fileIdentity, isTemporary } from '@attgan/formats';

const IMAGES = new Set(['.jpg', '.jpeg', '.png', '.webp', '.avif', '.gif', '.tif', '.tiff']);

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

/**
 * Files as given, and the images of folders and their subfolders in the order of their names. Left out of folders are `out`, where
 * results go, macOS's notes on files (`._photo.jpg`) and what killed processes left; what cannot be read is a failure.
 */
export async function listImages(paths: readonly string[], out: string): Promise<ListedImages> {
  const images: ListedImage[] = [];
  const failures: BadFile[] = [];
  const results = await fileIdentity(out);
  for (const path of paths) {
    const found = await stat(path).catch((error: unknown) => problemOf(path, error));
    if (found instanceof AttganError) failures.push(failure(path, found.message));
    else if (!found.isDirectory()) images.push({ path, name: basename(path) });
    else {
      const before = images.length + failures.length;
      await searchFolder(path, results, (image, problem) => {
        if (problem === undefined) images.push({ path: image, name: relative(path, image) });
        else failures.push(failure(image, problem));
      });
      if (images.length + failures.length === before)
        failures.push(failure(path, `The folder ${path} holds no image.`));
    }
  }
  return { images, failures };
}

type Found = (path: string, problem?: string) => void;

async function searchFolder(folder: string, results: string | undefined, found: Found): Promise<void> {
  let entries;
  try {
    // Bytes, since names need not be UTF-8, and as text would then be those of no file.
    entries = await readdir(folder, { withFileTypes: true, encoding: 'buffer' });
  } catch (error) {
    found(folder, fileError('read the folder', folder, error).message);
    return;
  }
  const named = entries.map((entry) => ({ entry, bytes: entry.name, name: entry.name.toString() }));
  for (const { entry, bytes, name } of named.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, name);
    const isImage = IMAGES.has(extname(name).toLowerCase()) && !name.startsWith('._') && !isTemporary(name);
    if (!Buffer.from(name).equals(bytes)) {
      if (isImage || entry.isDirectory()) found(path, `Cannot read ${path}: its name is not UTF-8. Rename it.`);
    } else if (entry.isDirectory()) {
      if (results === undefined || (await fileIdentity(path)) !== results) await searchFolder(path, results, found);
    } else if (isImage) await lookAt(path, entry.isSymbolicLink(), found);
  }
}

/** Links to folders are not followed, since they may lead in a circle. */
async function lookAt(path: string, isLink: boolean, found: Found): Promise<void> {
  const target = isLink ? await stat(path).catch((error: unknown) => fileError('follow', path, error)) : undefined;
  if (target instanceof AttganError) found(path, target.message);
  else if (target?.isDirectory() !== true) found(path);
}

function problemOf(path: string, error: unknown): AttganError {
  if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) return fileError('read', path, error);
  const advice = path.includes('\u{FFFD}') ? ' Its name is not UTF-8: rename it, or name its folder.' : '';
  return new AttganError(`There is no image or folder ${path}.${advice}`, { cause: error });
}

function failure(input: string, error: string): BadFile {
  return { input, error };
}
