import { resolve } from 'node:path';
import { AttganError } from '@attgan/core';
import { cacheFolder, makeFolder } from '@attgan/formats';
import type { PackRequest, PackSummary } from '@attgan/core';
import { absentRows, describeAbsent } from './absent-rows.ts';
import { openFolder } from './folder-source.ts';
import type { ImageListing } from './image-listing.ts';
import type { ImageSettings } from './image-options.ts';
import { packBlocks } from './pack-blocks.ts';
import { fingerprint, imageBytes, packKey, readPackIndex, whyUnfit } from './pack-index.ts';
import type { PackIndex } from './pack-index.ts';
import { lockPack } from './pack-lock.ts';

export interface ImagePackSummary extends PackSummary {
  /** Bytes of pixels. */
  readonly bytes: number;
  /** Images that an earlier run had packed already. */
  readonly resumed: number;
  /** Images that could not be packed, and why. */
  readonly bad: readonly { readonly name: string; readonly why: string }[];
}

/**
 * Decodes, cuts and resizes every image once and keeps the pixels in one file; labels are not packed. It may be killed at any
 * time: the same call continues after the last complete block, after checking all blocks before it. The pack can be used once
 * it is finished and not before. With `onBadImage: 'skip'` bad images are noted in the pack, which then stands in for the
 * folder image by image; otherwise they are listed by a BadFilesError once all others are packed, and the same call packs
 * them when they are restored. Throws an AttganError for bad input, a full disk or a folder that holds another pack, and an
 * InterruptedError when `signal` fires.
 */
export async function packImages(
  { folder: images, noFolder, table }: ImageListing,
  { crop, resample, onBadImage }: Pick<ImageSettings, 'crop' | 'resample' | 'onBadImage'>,
  request: PackRequest,
): Promise<ImagePackSummary> {
  if (images === undefined) throw new AttganError(noFolder);
  const recipe = { crop, resample, size: request.size };
  const key = await packKey(table.names, images, recipe);
  const folder = request.out === undefined ? cacheFolder('packs', fingerprint(key)) : resolve(request.out);
  await makeFolder(folder);
  const lock = await lockPack(folder, request.report);
  try {
    const finished = await readPackIndex(folder);
    if (finished) {
      const unfit = whyUnfit(finished.key, key);
      if (unfit !== undefined) {
        throw new AttganError(`${folder} holds another pack: ${unfit}; delete it, or pack into another folder`);
      }
      request.report(`${folder} is packed already`);
      return summaryOf(folder, finished, key.count);
    }
    const absent = await absentRows(images, table.names);
    const missing = describeAbsent(absent, table);
    if (missing !== undefined) {
      if (absent.length === table.names.length) throw new AttganError(`${missing}. Check the folder`);
      request.report(`${missing}; going on with the others`);
    }
    const source = await openFolder(images, table.names, absent, recipe);
    try {
      const packed = await packBlocks({
        ...request,
        folder,
        key,
        source,
        images: table.names,
        policy: onBadImage,
        lost: lock.lost,
      });
      return summaryOf(folder, packed.index, packed.resumed);
    } finally {
      await source.close();
    }
  } finally {
    await lock.release();
  }
}

function summaryOf(folder: string, index: PackIndex, resumed: number): ImagePackSummary {
  return {
    folder,
    images: index.key.count,
    bytes: index.key.count * imageBytes(index.key.size),
    resumed,
    bad: index.bad.map(({ row, why }) => ({ name: index.images[row] ?? '', why })),
  };
}
