import { resolve } from 'node:path';
import { AttganError, messageOf } from '@attgan/core';
import { absentRows } from './absent-rows.ts';
import { defaultPackFolder } from './cache-folder.ts';
import type { Recipe } from './decode.ts';
import { openFolder } from './folder-source.ts';
import type { ImageSource } from './image-source.ts';
import type { Listing } from './listing.ts';
import type { CelebaOptions } from './options.ts';
import { fingerprint, packKey, readPackIndex, whyUnfit } from './pack-index.ts';
import { openPackFolder } from './pack-source.ts';

/**
 * The pack that the option `cache` names, or the user's own where it fits, or the image files. A named pack is enough
 * by itself: the images need not be there.
 */
export async function chooseSource(
  options: CelebaOptions,
  recipe: Recipe,
  listing: Listing,
  report: (line: string) => void,
): Promise<ImageSource> {
  const { layout, table } = listing;
  const { cache } = options;
  if (cache !== 'auto' && cache !== 'off') return openNamedPack(resolve(cache), recipe, listing);
  if (layout.images === undefined) {
    throw new AttganError(
      `${layout.root} holds no images: put the folder img_align_celeba there, or name a pack with the option cache`,
    );
  }
  if (cache === 'auto') {
    const key = await packKey(table.names, layout.images, recipe);
    const folder = defaultPackFolder(fingerprint(key));
    try {
      const index = await readPackIndex(folder);
      if (index && whyUnfit(index.key, key) === undefined) return await openPackFolder(folder, index);
    } catch (error) {
      // Nobody asked for this pack by name, so a damaged one is reported and the images used.
      report(`${messageOf(error)}. Decoding the image files instead`);
    }
  }
  return openFolder(layout.images, table.names, await absentRows(layout.images, table.names), recipe);
}

async function openNamedPack(folder: string, recipe: Recipe, { layout, table }: Listing): Promise<ImageSource> {
  const index = await readPackIndex(folder);
  if (index === undefined) {
    throw new AttganError(`${folder} holds no finished pack; make it with: attgan data pack --out ${folder}`);
  }
  const { fileBytes, ...wanted } = await packKey(table.names, layout.images ?? '', recipe);
  const unfit = whyUnfit(index.key, layout.images === undefined ? wanted : { ...wanted, fileBytes });
  if (unfit !== undefined)
    throw new AttganError(`The pack in ${folder} does not fit: ${unfit}; pack again into another folder`);
  return openPackFolder(folder, index);
}
