import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { AttganError, messageOf } from '@attgan/core';
import { defaultPackFolder } from './cache-folder.ts';
import { absentRows, describeAbsent } from './absent-rows.ts';
import { cropOf } from './crops.ts';
import { openFolder } from './folder-source.ts';
import { readLabels } from './listing.ts';
import { celebaOptions, resamplingOf } from './options.ts';
import { packBlocks } from './pack-blocks.ts';
import { fingerprint, imageBytes, packKey, readPackIndex, whyUnfit } from './pack-index.ts';
import type { PackIndex } from './pack-index.ts';
import { lockFolder } from './pack-lock.ts';

export interface PackRequest {
  /** Options of the data source `celeba`; those that concern labels and splits do not matter. */
  readonly options: unknown;
  /** Height and width of the packed images, pixels. */
  readonly size: number;
  /** The folder to make; by default the one where `cache: 'auto'` looks. */
  readonly out?: string | undefined;
  readonly report: (line: string) => void;
  /** Called after each block with the images packed so far. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface PackSummary {
  readonly folder: string;
  readonly images: number;
  /** Bytes of pixels. */
  readonly bytes: number;
  /** Images that an earlier run had packed already. */
  readonly resumed: number;
  /** Images that could not be packed, and why. */
  readonly bad: readonly { readonly name: string; readonly why: string }[];
}

/**
 * Decodes, cuts and resizes every image once and keeps the pixels in one file. It may be killed at any time: the same call
 * goes on where the last whole block ended, after checking all blocks before it. The pack can be used once it is finished
 * and not before. With `onBadImage: 'skip'` bad images are noted in the pack, which then stands in for the folder image
 * by image. Throws an AttganError for bad input, a full disk or a folder that holds another pack, and an
 * InterruptedError when `signal` fires.
 */
export async function pack(request: PackRequest): Promise<PackSummary> {
  const options = celebaOptions.parse(request.options);
  const { layout, table } = await readLabels(options.root);
  if (layout.images === undefined) {
    throw new AttganError(`${layout.root} holds no images: put the folder img_align_celeba there`);
  }
  const recipe = { crop: cropOf(options.crop), resample: resamplingOf(options), size: request.size };
  const key = await packKey(table.names, layout.images, recipe);
  const folder = request.out === undefined ? defaultPackFolder(fingerprint(key)) : resolve(request.out);
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw new AttganError(`Cannot make the folder ${folder}: ${messageOf(error)}`, { cause: error });
  }
  const unlock = await lockFolder(folder);
  try {
    const finished = await readPackIndex(folder);
    if (finished) {
      const unfit = whyUnfit(finished.key, key);
      if (unfit !== undefined) {
        throw new AttganError(
          `${folder} holds a pack that is not this one: ${unfit}; delete it, or pack into another folder`,
        );
      }
      request.report(`${folder} is packed already`);
      return summaryOf(folder, finished, key.count);
    }
    const absent = await absentRows(layout.images, table.names);
    const missing = describeAbsent(absent, table);
    if (missing !== undefined) {
      if (options.onBadImage === 'stop') {
        throw new AttganError(`${missing}. Restore them, or set the option onBadImage to skip`);
      }
      request.report(`${missing}; they are noted as missing`);
    }
    const source = await openFolder(layout.images, table.names, absent, recipe);
    const packed = await packBlocks({
      ...request,
      folder,
      key,
      source,
      images: table.names,
      policy: options.onBadImage,
    });
    return summaryOf(folder, packed.index, packed.resumed);
  } finally {
    await unlock();
  }
}

function summaryOf(folder: string, index: PackIndex, resumed: number): PackSummary {
  return {
    folder,
    images: index.key.count,
    bytes: index.key.count * imageBytes(index.key.size),
    resumed,
    bad: index.bad.map(({ row, why }) => ({ name: index.images[row] ?? '', why })),
  };
}
