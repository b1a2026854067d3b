import { readFile } from 'node:fs/promises';
import { AttganError, messageOf } from '@attgan/core';
import type { Crop } from '@attgan/core';
import type { Resampling } from './crops.ts';
import { jpegHeader } from './jpeg-header.ts';
import { bindStrips } from './jpeg-strips.ts';
import { createResize } from './resize.ts';

/** From a file to the square that networks see. */
export interface Recipe {
  readonly crop: Crop;
  readonly resample: Resampling;
  /** Height and width of the result, pixels. */
  readonly size: number;
}

/**
 * Decodes files together: the squares, each [size, size, 3] uint8, with an AttganError instead where a file is missing,
 * damaged or misshapen. What becomes of a file never depends on the files beside it.
 */
export type Decode = (paths: readonly string[]) => Promise<(Uint8Array | AttganError)[]>;

/** A decoder for one recipe. The work is done in libuv's thread pool, never on the calling thread. */
export async function createDecoder(recipe: Recipe): Promise<Decode> {
  const { default: sharp } = await import('sharp');
  // Images are small and many: a thread for each group beats threads within one, and none is read twice.
  sharp.concurrency(1);
  sharp.cache(false);
  const { crop, size } = recipe;
  const resize = await createResize(crop.edge, size, recipe.resample);
  const squareBytes = crop.edge * crop.edge * 3;

  /** Squares of plain JPEG files, decoded at once; throws if any of them is damaged. */
  async function cutPlain(files: readonly Uint8Array[]): Promise<Uint8Array[]> {
    const columns = await sharp(bindStrips(files, crop.width, crop.height))
      .extract({ left: crop.x, top: 0, width: crop.edge, height: crop.height * files.length })
      .raw()
      .toBuffer();
    return files.map((_, index) => {
      const start = (index * crop.height + crop.y) * crop.edge * 3;
      return columns.subarray(start, start + squareBytes);
    });
  }

  /** The square of any image file that sharp reads, in sRGB. */
  async function cutOther(file: Uint8Array): Promise<Uint8Array> {
    return sharp(file)
      .extract({ left: crop.x, top: crop.y, width: crop.edge, height: crop.edge })
      .toColourspace('srgb')
      .removeAlpha()
      .raw()
      .toBuffer();
  }

  async function cutAlone(file: Uint8Array, path: string): Promise<Uint8Array | AttganError> {
    try {
      const header = jpegHeader(file) ?? (await sharp(file).metadata());
      if (header.width !== crop.width || header.height !== crop.height) {
        return unusable(path, `it is ${header.width}x${header.height}, expected ${crop.width}x${crop.height}`);
      }
      if (!('isPlain' in header && header.isPlain)) return await cutOther(file);
      const [square] = await cutPlain([file]);
      return square ?? unusable(path, 'it holds no picture');
    } catch (error) {
      return unusable(path, decoderMessage(error), error);
    }
  }

  return async (paths) => {
    const files = await Promise.all(
      paths.map((path) =>
        readFile(path).catch((error: unknown) =>
          unusable(path, isMissing(error) ? 'it is missing' : messageOf(error), error),
        ),
      ),
    );
    const cuts: (Uint8Array | AttganError | undefined)[] = files.map((file) =>
      file instanceof AttganError ? file : undefined,
    );
    const plain = files.flatMap((file, index) =>
      file instanceof Uint8Array && fits(file, crop) ? [{ file, index }] : [],
    );
    if (plain.length > 1) {
      const squares = await cutPlain(plain.map(({ file }) => file)).catch(() => undefined);
      squares?.forEach((square, position) => (cuts[plain[position]?.index ?? -1] = square));
    }
    for (const [index, file] of files.entries()) {
      if (file instanceof Uint8Array) cuts[index] ??= await cutAlone(file, paths[index] ?? '');
    }
    const good = cuts.flatMap((cut, index) => (cut instanceof Uint8Array ? [{ cut, index }] : []));
    const pixels = await resize(good.map(({ cut }) => cut));
    const bytes = size * size * 3;
    good.forEach(({ index }, position) => (cuts[index] = pixels.subarray(position * bytes, (position + 1) * bytes)));
    return cuts.map((cut, index) => cut ?? unusable(paths[index] ?? '', 'it was not decoded'));
  };
}

function fits(file: Uint8Array, crop: Crop): boolean {
  const header = jpegHeader(file);
  return header !== undefined && header.isPlain && header.width === crop.width && header.height === crop.height;
}

function unusable(path: string, why: string, cause?: unknown): AttganError {
  return new AttganError(`Cannot use the image ${path}: ${why}`, { cause });
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** The line of a decoder's report that says what is wrong with the file. */
function decoderMessage(error: unknown): string {
  const lines = messageOf(error)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/treated as error|error in tile/i.test(line));
  return lines[0] ?? 'it is damaged';
}
