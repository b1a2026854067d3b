import { AttganError, messageOf, type DataRequest, type Dataset } from '@attgan/core';
import { cacheFolder } from './cache-folder.ts';
import { createDataset } from './dataset.ts';
import { cachedDraw, createDraw } from './draw.ts';
import { openFaceCache } from './face-cache.ts';
import type { AvatarOptions } from './options.ts';

/**
 * Opens the drawn faces with the cache that the options ask for. The automatic cache is a convenience: where it cannot
 * be opened, that is reported and faces are drawn every time.
 * @throws AttganError when a cache folder that was named cannot be opened.
 */
export async function openAvatars(options: AvatarOptions, request: DataRequest): Promise<Dataset> {
  const { size } = request;
  const report = (line: string): void => request.report(line);
  const draw = createDraw(options, size);
  if (options.cache === 'off') return createDataset(options, size, draw);
  const folder = await cacheFolder(options, size, draw);
  try {
    const cache = openFaceCache(folder, size * size * 3, report);
    report(`Drawn faces are cached in ${folder}`);
    return { ...createDataset(options, size, cachedDraw(draw, cache)), close: async () => cache.close() };
  } catch (error) {
    const line = `Drawn faces cannot be cached in ${folder}: ${messageOf(error)}`;
    if (options.cache !== 'auto') throw new AttganError(`${line} Name another folder, or use --data.cache off.`);
    report(line);
    return createDataset(options, size, draw);
  }
}
