import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AttganError } from '@attgan/core';

/** Where the parts of a copy of CelebA lie. */
export interface Layout {
  readonly root: string;
  readonly labels: string;
  readonly partition: string | undefined;
  readonly identity: string | undefined;
  /** The folder of aligned images; undefined where only label files are. */
  readonly images: string | undefined;
}

const FOLDERS = ['', 'Anno', 'Eval'];

/** Finds the files of CelebA under `root`. Throws an AttganError that says what to put where. */
export async function findLayout(root: string): Promise<Layout> {
  if (!(await isFolder(root))) {
    throw new AttganError(
      `${root} is not a folder; --data.root must hold img_align_celeba and list_attr_celeba.txt (or .csv)`,
    );
  }
  const labels = await findFile(root, ['list_attr_celeba.txt', 'list_attr_celeba.csv']);
  if (labels === undefined) {
    throw new AttganError(
      `${root} holds no list_attr_celeba.txt or .csv (looked in ${FOLDERS.map((name) => join(root, name)).join(', ')}); put the label file there`,
    );
  }
  return {
    root,
    labels,
    partition: await findFile(root, ['list_eval_partition.txt', 'list_eval_partition.csv']),
    identity: await findFile(root, ['identity_CelebA.txt', 'identity_CelebA.csv']),
    images: await findImages(root),
  };
}

async function findFile(root: string, names: readonly string[]): Promise<string | undefined> {
  for (const name of names) {
    for (const folder of FOLDERS) {
      const path = join(root, folder, name);
      if (
        await stat(path).then(
          (found) => found.isFile(),
          () => false,
        )
      )
        return path;
    }
  }
  return undefined;
}

/** Kaggle and the official archive nest the folder in different ways; the one that holds images counts. */
async function findImages(root: string): Promise<string | undefined> {
  const candidates = ['img_align_celeba', 'img_align_celeba/img_align_celeba', 'Img/img_align_celeba'];
  for (const candidate of candidates) {
    const path = join(root, candidate);
    const entries = await readdir(path).catch(() => []);
    if (entries.some((name) => /\.(jpe?g|png)$/i.test(name))) return path;
  }
  return undefined;
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
