import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AttganError, messageOf } from '@attgan/core';
import { parseJson } from '@attgan/formats';
import { z } from 'zod';
import { RESAMPLING } from './crops.ts';
import type { Recipe } from './decode.ts';

export const INDEX_FILE = 'index.json';
export const PIXELS_FILE = 'images.u8';
export const JOURNAL_FILE = 'journal.jsonl';

/** Images whose file sizes tell one folder from another with the same names. */
const SPOT_CHECKS = 64;

const whole = z.int().nonnegative();

/** What a pack was made of; a pack is used only where all of it is as now. */
export const packKeySchema = z.strictObject({
  format: z.literal('attgan-image-pack'),
  version: z.literal(1),
  count: whole,
  /** SHA-256 of the image names, in order. */
  names: z.string(),
  /** Bytes of some image files, spread evenly over the names; null where a file is missing. */
  fileBytes: z.array(whole.nullable()),
  crop: z.union([
    z.strictObject({ width: whole, height: whole, x: whole, y: whole, edge: whole }),
    z.enum(['square', 'none']),
  ]),
  resample: z.enum(RESAMPLING),
  size: whole,
});
export type PackKey = z.output<typeof packKeySchema>;

export const badRowSchema = z.strictObject({ row: whole, kind: z.enum(['absent', 'damaged']), why: z.string() });
export type BadRow = z.output<typeof badRowSchema>;

const packIndexSchema = z.strictObject({
  key: packKeySchema,
  /** Name of each image, in the order of the pixels. */
  images: z.array(z.string()),
  /** Images in each block; the last may be shorter. */
  blockImages: z.int().positive(),
  /** SHA-256 of each block of pixels. */
  blocks: z.array(z.string()),
  /** Images without pixels: their place in the pixel file is zero. */
  bad: z.array(badRowSchema),
});
export type PackIndex = z.output<typeof packIndexSchema>;

export async function packKey(names: readonly string[], folder: string, recipe: Recipe): Promise<PackKey> {
  return {
    format: 'attgan-image-pack',
    version: 1,
    count: names.length,
    names: hashOf(names.join('\n')),
    fileBytes: await spotSizes(names, folder),
    crop: recipe.crop,
    resample: recipe.resample,
    size: recipe.size,
  };
}

/** Rows, spread evenly over all, whose file sizes are in the key. */
export function spotRows(images: number): number[] {
  const count = Math.min(SPOT_CHECKS, images);
  return Array.from({ length: count }, (_, index) => Math.floor((index * images) / count));
}

/** Sizes of the image files of those rows. */
export async function spotSizes(names: readonly string[], folder: string): Promise<(number | null)[]> {
  return Promise.all(
    spotRows(names.length).map((spot) =>
      stat(join(folder, names[spot] ?? '')).then(
        ({ size }) => size,
        () => null,
      ),
    ),
  );
}

/** A folder name that no two different packs share. */
export function fingerprint(key: PackKey): string {
  return hashOf(JSON.stringify(key)).slice(0, 24);
}

/** Why a pack with `key` is not one for `wanted`; undefined where it is. Without `fileBytes` in `wanted`, any will do. */
export function whyUnfit(
  key: PackKey,
  wanted: Omit<PackKey, 'fileBytes'> & { readonly fileBytes?: PackKey['fileBytes'] },
): string | undefined {
  if (key.size !== wanted.size) return `its images are ${key.size} pixels, not ${wanted.size}`;
  if (JSON.stringify(key.crop) !== JSON.stringify(wanted.crop)) return 'it has another crop';
  if (key.resample !== wanted.resample) return `it was resized with ${key.resample}, not ${wanted.resample}`;
  if (key.count !== wanted.count || key.names !== wanted.names) return 'it was made from another list of images';
  if (wanted.fileBytes && JSON.stringify(key.fileBytes) !== JSON.stringify(wanted.fileBytes))
    return 'the image files have changed since';
  return undefined;
}

/** The index of a finished pack; undefined where `folder` has none. Throws an AttganError where it cannot be read. */
export async function readPackIndex(folder: string): Promise<PackIndex | undefined> {
  const path = join(folder, INDEX_FILE);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return undefined;
    throw new AttganError(`Cannot read ${path}: ${messageOf(error)}`, { cause: error });
  }
  const index = packIndexSchema.safeParse(jsonOf(text));
  if (!index.success || !isConsistent(index.data)) {
    throw new AttganError(`${path} is damaged or from another version; delete the folder ${folder} and pack again`);
  }
  return index.data;
}

function isConsistent({ key, images, blockImages, blocks, bad }: PackIndex): boolean {
  return (
    images.length === key.count &&
    blocks.length === Math.ceil(key.count / blockImages) &&
    bad.every(({ row }) => row < key.count)
  );
}

/** Undefined for what is no JSON, or nested too deep. */
export function jsonOf(text: string): unknown {
  try {
    return parseJson(new TextEncoder().encode(text), '');
  } catch {
    return undefined;
  }
}

export function hashOf(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

export function imageBytes(size: number): number {
  return size * size * 3;
}
