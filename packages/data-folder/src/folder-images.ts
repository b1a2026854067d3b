import type { DataRequest, Dataset, PackRequest, PackVerification, VerifyRequest } from '@attgan/core';
import { attributeColumns, inspectImages, keepGroups, openImages, packImages, verifyImages } from '@attgan/image-files';
import type { ImageChoice, ImageInspection, ImagePackSummary, LabelTable } from '@attgan/image-files';
import { readLabels, readListing } from './listing.ts';
import { settingsOf } from './options.ts';
import type { FolderOptions } from './options.ts';

/**
 * Opens a folder of pictures. Throws an AttganError for a file that is missing or malformed and a pack that does not fit, a
 * UsageError for an attribute or a group that the label file does not have. Pictures without a file are errors too, or
 * with `onBadImage: 'skip'` left out of their split.
 */
export async function openFolder(options: FolderOptions, request: DataRequest): Promise<Dataset> {
  const listing = await readListing(options);
  return openImages(listing, choiceOf(options, listing.table), settingsOf(options), request);
}

/** What a folder of pictures holds. Throws as `openFolder` does for text files; bad pictures are only reported. */
export async function inspectFolder(options: FolderOptions): Promise<ImageInspection> {
  const listing = await readListing(options);
  return inspectImages(listing, choiceOf(options, listing.table), settingsOf(options));
}

/** Packs a folder of pictures; see `packImages`. Options that concern labels and splits do not matter. */
export async function packFolder(options: FolderOptions, request: PackRequest): Promise<ImagePackSummary> {
  return packImages(await readLabels(options), settingsOf(options), request);
}

/** Compares the pack of a folder with its checksums; see `verifyImages`. */
export async function verifyFolder(options: FolderOptions, request: VerifyRequest): Promise<PackVerification> {
  return verifyImages(await readLabels(options), settingsOf(options), request);
}

/** Groups may name attributes that were not chosen, but none that the file does not have. */
function choiceOf({ attributes, exclusive }: FolderOptions, table: LabelTable): ImageChoice {
  for (const group of exclusive) attributeColumns(group, table.attributes, table.path);
  const chosen = attributes ?? table.attributes;
  return { attributes: chosen, exclusive: keepGroups(exclusive, chosen) };
}
