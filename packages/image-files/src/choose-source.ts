import { resolve } from 'node:path';
import { AttganError, messageOf } from '@attgan/core';
import { cacheFolder } from '@attgan/formats';
import { absentRows } from './absent-rows.ts';
import type { Recipe } from './decode.ts';
import { openFolder } from './folder-source.ts';
import type { ImageSource } from './image-source.ts';
import type { ImageListing } from './image-listing.ts';
import { fingerprint, packKey, readPackIndex, whyUnfit } from './pack-index.ts';
import { openPackFolder } from './pack-source.ts';

const VERIFY = 'verify';

/** What the option `cache` says: `auto`, `off` or a folder, and whether blocks are verified when they are read. */
export function parseCache(cache: string): { readonly place: string; readonly verify: boolean } {
  if (cache === VERIFY) return { place: 'auto', verify: true };
  const verify = cache.startsWith(`${VERIFY}:`);
  return { place: verify ? cache.slice(VERIFY.length + 1) : cache, verify };
}

/**
 * The pack that the option `cache` names, or the user's own where it fits, or the image files. A named pack is enough
 * by itself: the images need not be there.
 */
export async function chooseSource(
  cache: string,
  recipe: Recipe,
  listing: ImageListing,
  report: (line: string) => void,
): Promise<ImageSource> {
  const { folder: images, table } = listing;
  const { place, verify } = parseCache(cache);
  if (place !== 'auto' && place !== 'off') return openNamedPack(resolve(place), recipe, listing, verify);
  if (images === undefined) {
    throw new AttganError(`${listing.noFolder}, or name a pack with the option cache`);
  }
  if (place === 'auto') {
    const key = await packKey(table.names, images, recipe);
    const folder = cacheFolder('packs', fingerprint(key));
    try {
      const index = await readPackIndex(folder);
      if (index && whyUnfit(index.key, key) === undefined) return await openPackFolder(folder, index, verify);
    } catch (error) {
      // This pack was not named by the user, so a damaged one is reported and the images used.
      report(`${messageOf(error)}. Decoding the image files instead`);
    }
  }
  return openFolder(images, table.names, await absentRows(images, table.names), recipe);
}

async function openNamedPack(
  folder: string,
  recipe: Recipe,
  { folder: images, table }: ImageListing,
  verify: boolean,
): Promise<ImageSource> {
  const index = await readPackIndex(folder);
  if (index === undefined) {
    throw new AttganError(`${folder} has no finished pack; make one with: attgan data pack --out ${folder}`);
  }
  const { fileBytes, ...wanted } = await packKey(table.names, images ?? '', recipe);
  const unfit = whyUnfit(index.key, images === undefined ? wanted : { ...wanted, fileBytes });
  if (unfit !== undefined)
    throw new AttganError(`The pack in ${folder} cannot be used: ${unfit}; pack again into another folder`);
  return openPackFolder(folder, index, verify);
}
