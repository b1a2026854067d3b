import { AttganError, UsageError, type PackVerification, type VerifyRequest } from '@attgan/core';
import { cacheFolder } from '@attgan/formats';
import { parseCache } from './choose-source.ts';
import type { ImageListing } from './image-listing.ts';
import type { ImageSettings } from './image-options.ts';
import { fingerprint, packKey } from './pack-index.ts';
import { verifyPack } from './verify-pack.ts';

/** Verifies the pack of these images that the option `cache` names, or the user's own. @throws AttganError where there is none */
export async function verifyImages(
  { folder: images, noFolder, table }: ImageListing,
  { crop, resample, cache }: Pick<ImageSettings, 'crop' | 'resample' | 'cache'>,
  { size, ...request }: VerifyRequest,
): Promise<PackVerification> {
  const { place } = parseCache(cache);
  if (place === 'off')
    throw new UsageError('The option cache is off: name the folder of the pack that is to be verified.');
  if (place !== 'auto') return verifyPack({ ...request, folder: place });
  if (images === undefined) throw new AttganError(`${noFolder}, or name a pack with the option cache`);
  const key = await packKey(table.names, images, { crop, resample, size });
  return verifyPack({ ...request, folder: cacheFolder('packs', fingerprint(key)) });
}
