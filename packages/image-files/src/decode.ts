/*
 * This runs in a thread of its own, where buffers come and go so fast that the collector is always at work. It therefore
 * imports nothing that would fill the heap, and leaves errors to the caller.
 */
import { readFile } from 'node:fs';
import { squareOf } from './crops.ts';
import type { CropRule, Resampling, Square } from './crops.ts';
import { createCut } from './cut-squares.ts';
import { createResize } from './resize.ts';
import type { Resize } from './resize.ts';

/** From a file to the square that networks see. */
export interface Recipe {
  readonly crop: CropRule;
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
export async function createDecoder({ crop, resample, size }: Recipe): Promise<Decode> {
  const { default: sharp } = await import('sharp');
  // Images are small and many: a thread for each group beats threads within one, and none is read twice.
  sharp.concurrency(1);
  sharp.cache(false);
  const cut = createCut(sharp, (width, height): Square | string => squareOf(crop, width, height));
  const resizes = new Map<number, Promise<Resize>>();
  const resizeFrom = (edge: number): Promise<Resize> => {
    const resize = resizes.get(edge) ?? createResize(edge, size, resample);
    resizes.set(edge, resize);
    return resize;
  };
  const imageBytes = size * size * 3;

  return async (paths, into) => {
    const cuts = await cut(await Promise.all(paths.map(readImage)));
    const failures = new Map<number, string>();
    const byEdge = new Map<number, { squares: Uint8Array[]; places: Uint8Array[] }>();
    for (const [index, found] of cuts.entries()) {
      if (typeof found === 'string') {
        failures.set(index, found);
        continue;
      }
      const group = byEdge.get(found.edge) ?? { squares: [], places: [] };
      group.squares.push(found.pixels);
      group.places.push(into.subarray(index * imageBytes, (index + 1) * imageBytes));
      byEdge.set(found.edge, group);
    }
    for (const [edge, { squares, places }] of byEdge) await (await resizeFrom(edge))(squares, places);
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
