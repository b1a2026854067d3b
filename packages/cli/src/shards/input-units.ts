import { realpath, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { AttganError, UsageError } from '@attgan/core';
import { readWholeFile } from '@attgan/formats';
import {
  isPhotoName,
  isTarPattern,
  manifestRows,
  PHOTO_ENDINGS,
  tarPaths,
  tarPhotos,
  type InputUnit,
} from '@attgan/shards';
import { walkImages } from '../editing/list-images.ts';
import type { ManyFlags } from './shard-flags.ts';

/** Names of photos that do not lie in the folder that names begin from. */
const ELSEWHERE = 'absolute';

/**
 * The photos and the archives of photos that were named, in an order that is the same for every process. Each has a name of its own:
 * its path from the folder of the manifest, or from the only folder that was named, or else from the working folder.
 * @param out where results go; what lies there is refused
 */
export async function* inputUnits(
  words: readonly string[],
  { manifest, column }: Pick<ManyFlags, 'manifest' | 'column'>,
  out: string,
): AsyncGenerator<InputUnit> {
  const results = resolve(await realpath(out).catch(() => out));
  if (manifest !== undefined) {
    const base = resolve(dirname(manifest));
    for await (const row of manifestRows(manifest, column)) {
      const path = isAbsolute(row) ? row : join(dirname(manifest), row);
      yield isTarPattern(row) ? tarUnit(path, base, results) : photoUnit(path, base, results);
    }
    return;
  }
  const base = resolve(await baseOf(words));
  for (const word of words) {
    if (isTarPattern(word)) for (const path of await tarPaths(word)) yield tarUnit(path, base, results);
    else
      for await (const { path, problem } of walkImages([word], out)) {
        yield problem === undefined ? photoUnit(path, base, results) : problemUnit(nameOf(path, base), problem);
      }
  }
}

/** The folder that names begin from. */
async function baseOf(words: readonly string[]): Promise<string> {
  const [word, ...others] = words;
  if (word === undefined || others.length > 0) return '.';
  if (isTarPattern(word)) return dirname(word.split('{')[0] === '' ? '.' : `${word.split('{')[0]}x`);
  return (await stat(word).catch(() => undefined))?.isDirectory() === true ? word : dirname(word);
}

function photoUnit(path: string, base: string, results: string): InputUnit {
  const name = nameOf(path, base);
  return {
    name,
    async *photos() {
      yield {
        name,
        path,
        async read() {
          if (!isPhotoName(path)) {
            throw new AttganError(`Cannot read ${path}: its name ends as none of ${PHOTO_ENDINGS.join(', ')}.`);
          }
          await refuseInside(path, results);
          return readWholeFile(path);
        },
      };
    },
  };
}

function tarUnit(path: string, base: string, results: string): InputUnit {
  const name = nameOf(path, base);
  return {
    name,
    async *photos() {
      await refuseInside(path, results);
      yield* tarPhotos(path, name);
    },
  };
}

function problemUnit(name: string, problem: string): InputUnit {
  return {
    name,
    // oxlint-disable-next-line require-yield
    async *photos() {
      throw new AttganError(problem);
    },
  };
}

/** The path from `base`; of what lies elsewhere its whole path, so that equal names mean one file. */
function nameOf(path: string, base: string): string {
  const inside = relative(base, resolve(path));
  const isInside = inside !== '' && !isAbsolute(inside) && inside.split(sep)[0] !== '..';
  if (isInside && inside.split(sep)[0] !== ELSEWHERE) return inside.replaceAll(sep, '/');
  return `${ELSEWHERE}/${resolve(path).replaceAll(sep, '/').replace(/^\/+/, '').replaceAll(':', '')}`;
}

/** Results are written by the names of photos, and must not be written over one. */
async function refuseInside(path: string, results: string): Promise<void> {
  const place = await realpath(path).catch(() => resolve(path));
  if (!place.startsWith(results + sep)) return;
  throw new UsageError(`${path} lies in the folder of --out, where results are written. Name another folder.`);
}
