/*
 * This runs in a thread of its own, where buffers come and go so fast that the collector is always at work. It therefore
 * imports nothing that would fill the heap, and leaves errors to the caller.
 */
import { readFile } from 'node:fs';
import type { Crop } from '@attgan/core';
import type { Resampling } from './crops.ts';
import { jpegHeader } from './jpeg-header.ts';
import { bindStrips } from './jpeg-strips.ts';
import { createResize } from './resize.ts';
import { createScratchMemory } from './scratch-memory.ts';

/** From a file to the square that networks see. */
export interface Recipe {
  readonly crop: Crop;
  readonly resample: Resampling;
  /** Height and width of the result, pixels. */
  readonly size: number;
}

/**
 * Decodes files together into `into`, [paths.length, size, size, 3] uint8. Returns, by position, what was wrong with each
 * file that could not be used: it is missing, damaged or misshapen. What becomes of a file never depends on the files
 * beside it.
 */
export type Decode = (paths: readonly string[], into: Uint8Array) => Promise<ReadonlyMap<number, string>>;

/** A decoder for one recipe. Decoding and resizing are done in libuv's thread pool. */
export async function createDecoder(recipe: Recipe): Promise<Decode> {
  const { default: sharp } = await import('sharp');
  // Images are small and many: a thread for each group beats threads within one, and none is read twice.
  sharp.concurrency(1);
  sharp.cache(false);
  const { crop, size } = recipe;
  const memory = createScratchMemory();
  const resize = await createResize(crop.edge, size, recipe.resample, memory);
  const imageBytes = size * size * 3;
  const squareBytes = crop.edge * crop.edge * 3;

  /** Squares of plain JPEG files, decoded at once; throws if any of them is damaged. */
  async function cutPlain(files: readonly Uint8Array[]): Promise<Uint8Array[]> {
    const strips = bindStrips(files, crop.width, crop.height, memory.take);
    const columns = await sharp(strips)
      .extract({ left: crop.x, top: 0, width: crop.edge, height: crop.height * files.length })
      .raw()
      .toBuffer()
      .finally(() => memory.give(strips));
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

  /** The square of one file, or what is wrong with it. */
  async function cutAlone(file: Uint8Array): Promise<Uint8Array | string> {
    try {
      const header = jpegHeader(file) ?? (await sharp(file).metadata());
      if (header.width !== crop.width || header.height !== crop.height) {
        return `it is ${header.width}x${header.height}, expected ${crop.width}x${crop.height}`;
      }
      if (!('isPlain' in header && header.isPlain)) return await cutOther(file);
      const [square] = await cutPlain([file]);
      return square ?? 'it holds no picture';
    } catch (error) {
      return decoderMessage(error);
    }
  }

  return async (paths, into) => {
    const files = await Promise.all(paths.map(readImage));
    const cuts = new Map<number, Uint8Array | string>();
    const plain = [...files.entries()].flatMap(([index, file]) =>
      typeof file !== 'string' && fits(file, crop) ? [{ file, index }] : [],
    );
    if (plain.length > 1) {
      const squares = await cutPlain(plain.map(({ file }) => file)).catch(() => []);
      for (const [position, square] of squares.entries()) cuts.set(plain[position]?.index ?? 0, square);
    }
    for (const [index, file] of files.entries()) {
      if (!cuts.has(index)) cuts.set(index, typeof file === 'string' ? file : await cutAlone(file));
    }
    const failures = new Map<number, string>();
    const squares: Uint8Array[] = [];
    const places: Uint8Array[] = [];
    for (const [index, cut] of cuts) {
      if (typeof cut === 'string') failures.set(index, cut);
      else {
        squares.push(cut);
        places.push(into.subarray(index * imageBytes, (index + 1) * imageBytes));
      }
    }
    await resize(squares, places);
    return failures;
  };
}

/** A file's bytes, or what was wrong. */
function readImage(path: string): Promise<Uint8Array | string> {
  // With a callback, since for many small files the promises of file handles cost more than the reading.
  return new Promise((settle) => {
    readFile(path, (error, data) => {
      settle(error ? (error.code === 'ENOENT' ? 'it is missing' : error.message) : data);
    });
  });
}

function fits(file: Uint8Array, crop: Crop): boolean {
  const header = jpegHeader(file);
  return header !== undefined && header.isPlain && header.width === crop.width && header.height === crop.height;
}

/** The line of a decoder's report that says what is wrong with the file. */
function decoderMessage(error: unknown): string {
  const lines = (error instanceof Error ? error.message : String(error))
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/treated as error|error in tile/i.test(line));
  return lines[0] ?? 'it is damaged';
}
