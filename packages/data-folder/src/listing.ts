import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { AttganError, UsageError } from '@attgan/core';
import type { Split } from '@attgan/core';
import { isCsv, parseLabelText, parseValues, readTextFile, spreadRows } from '@attgan/image-files';
import type { ImageListing, SplitListing } from '@attgan/image-files';
import { numberPeople, PERSON, SPLIT } from './formats.ts';
import { parseLabels } from './label-csv.ts';
import type { Labels } from './label-csv.ts';
import type { FolderOptions } from './options.ts';
import { pictureName } from './picture-name.ts';
import { shareSplit } from './share-split.ts';
import { DEFAULT_SHARES } from './shares-option.ts';

const LABEL_FILES = ['labels.csv', 'list_attr_celeba.txt'];

/** The label file of a folder. Throws an AttganError that names file, line and column. */
export async function readLabels(options: FolderOptions): Promise<ImageListing & Labels> {
  const { root } = options;
  const file = await readTextFile(await findLabels(options));
  const labels = isCsv(file)
    ? parseLabels(file)
    : { table: parseLabelText(file, pictureName), splits: undefined, people: undefined };
  return {
    ...labels,
    title: 'Folder',
    folder: (await isFolder(root)) ? root : undefined,
    noFolder: `${root} is not a folder; set the option root to the folder of the pictures`,
  };
}

/** All that text files say of a folder. Throws an AttganError that names file, line and column. */
export async function readListing(options: FolderOptions): Promise<SplitListing> {
  const { splits, people, ...listing } = await readLabels(options);
  const { names } = listing.table;
  const identities =
    options.identity === undefined
      ? people
      : parseValues(await readTextFile(await seenFrom(options.root, options.identity)), names, PERSON, pictureName);
  const split = await splitsOf(options, names, splits);
  return {
    ...listing,
    splits: spreadRows(names.length, split.of),
    splitName: split.name,
    identities: identities && numberPeople(identities),
  };
}

async function splitsOf(
  { root, partition, shares }: FolderOptions,
  names: readonly string[],
  column: readonly Split[] | undefined,
): Promise<{ readonly name: string; readonly of: (row: number) => Split }> {
  if (partition !== undefined) {
    if (shares !== undefined) {
      throw new UsageError('The options partition and shares both define the splits; remove one of them.');
    }
    const path = await seenFrom(root, partition);
    const splits = parseValues(await readTextFile(path), names, SPLIT, pictureName);
    return { name: `split by ${path}`, of: (row) => splits[row] ?? 'train' };
  }
  if (column !== undefined && shares === undefined) {
    return { name: 'split by the label file', of: (row) => column[row] ?? 'train' };
  }
  const chosen = shares ?? DEFAULT_SHARES;
  return { name: `split ${chosen.join('/')} by name`, of: (row) => shareSplit(names[row] ?? '', chosen) };
}

async function findLabels({ root, labels }: FolderOptions): Promise<string> {
  if (labels !== undefined) return seenFrom(root, labels);
  for (const name of LABEL_FILES) {
    if (await exists(join(root, name))) return join(root, name);
  }
  throw new AttganError(
    `${root} holds no ${LABEL_FILES.join(' or ')}; put a label file there, or name one with the option labels`,
  );
}

/** Paths are relative to the working folder, like all others, or else to the folder of the pictures. */
async function seenFrom(root: string, path: string): Promise<string> {
  const inside = resolve(root, path);
  return !(await exists(path)) && (await exists(inside)) ? inside : path;
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
