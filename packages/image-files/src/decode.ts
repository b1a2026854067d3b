/*
 * This runs in a thread of its own, where buffers come and go so fast that the collector is always at work. It therefore
 * imports nothing that would fill the heap, and leaves errors to the caller.
 */
import { close, constants, fstat, open, readFile } from 'node:fs';
import { squareOf } from './crops.ts';
import type { CropRule, Resampling, Square } from './crops.ts';
import { createCut } from './cut-squares.ts';
import { createResize } from './resize.ts';
import type { Resize } from './resize.ts';

/** Opening a pipe that nobody writes to would otherwise wait for ever; Windows has no such flag. */
const READ = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

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

/** A file's bytes, or what was wrong. What is no file, such as a pipe, is never waited for. */
function readImage(path: string): Promise<Uint8Array | string> {
  // With callbacks, since for many small files the promises of file handles cost more than the reading.
  return new Promise((settle) => {
    open(path, READ, (problem, file) => {
      if (problem) return settle(describe(problem));
      const end = (result: Uint8Array | string): void => close(file, () => settle(result));
      fstat(file, (error, found) => {
        if (error) return end(describe(error));
        if (!found.isFile())
          return end(found.isDirectory() ? 'it is a folder' : 'it is no file, but a pipe or a device');
        readFile(file, (failure, data) => end(failure ? describe(failure) : data));
      });
    });
  });
}

function describe({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT') return 'it is missing';
  return code === 'ENXIO' ? 'it is no file, but a socket' : message;
}
