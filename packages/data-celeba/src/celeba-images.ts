import type { DataRequest, Dataset, PackRequest, PackVerification, VerifyRequest } from '@attgan/core';
import { inspectImages, openImages, packImages, verifyImages } from '@attgan/image-files';
import type { ImageInspection, ImagePackSummary } from '@attgan/image-files';
import { readLabels, readListing } from './listing.ts';
import { choiceOf, settingsOf } from './options.ts';
import type { CelebaOptions } from './options.ts';

/**
 * Opens CelebA. Throws an AttganError for a label file that is malformed, a missing file or a pack that does not fit.
 * Images that have no file are errors too, or with `onBadImage: 'skip'` left out of their split.
 */
export async function openCeleba(options: CelebaOptions, request: DataRequest): Promise<Dataset> {
  return openImages(await readListing(options), choiceOf(options), settingsOf(options), request);
}

/** What a copy of CelebA holds. Throws an AttganError where its text files are malformed; bad images are only reported. */
export async function inspectCeleba(options: CelebaOptions): Promise<ImageInspection> {
  return inspectImages(await readListing(options), choiceOf(options), settingsOf(options));
}

/** Packs CelebA; see `packImages`. Options that concern labels and splits do not matter. */
export async function packCeleba(options: CelebaOptions, request: PackRequest): Promise<ImagePackSummary> {
  return packImages(await readLabels(options.root), settingsOf(options), request);
}

/** Compares the pack of CelebA with its checksums; see `verifyImages`. */
export async function verifyCeleba(options: CelebaOptions, request: VerifyRequest): Promise<PackVerification> {
  return verifyImages(await readLabels(options.root), settingsOf(options), request);
}
