import { readdir, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { UsageError } from '@attgan/core';
import type { ModelCard } from '@attgan/formats';
import type { Picture } from '@attgan/pictures';
import type { Ranges } from './byte-arithmetic.ts';
import { calibrate } from './calibrate.ts';
import type { FoldedGenerator } from './folded-layers.ts';

const IMAGES = new Set(['.jpg', '.jpeg', '.png', '.webp', '.avif']);
/** Faces at once, and in all: more than these change the ranges little. */
const AT_ONCE = 8;
const AT_MOST = 256;
const USUAL_STRENGTH = 2;

/**
 * `calibrate` on photos, each cropped as the model wants it; of many, some from all over the list.
 * @param paths files, and folders whose images are taken
 * @throws UsageError where there is none
 */
export async function calibrateOnPhotos(
  generator: FoldedGenerator,
  {
    scale,
    strength = USUAL_STRENGTH,
    gains = {},
    size,
    crop,
  }: Pick<ModelCard, 'scale' | 'strength' | 'gains' | 'size' | 'crop'>,
  paths: readonly string[],
): Promise<Ranges> {
  const { cropForModel, loadPicture, valuesOfPictures } = await import('@attgan/pictures');
  const all = await imagesOf(paths);
  const step = Math.max(1, Math.floor(all.length / AT_MOST));
  const chosen = all.filter((_, index) => index % step === 0).slice(0, AT_MOST);
  async function* batches(): AsyncGenerator<Float32Array> {
    for (let start = 0; start < chosen.length; start += AT_ONCE) {
      const files = chosen.slice(start, start + AT_ONCE);
      const pictures: Picture[] = [];
      for (const file of files) pictures.push((await cropForModel(await loadPicture(file), size, crop)).picture);
      yield valuesOfPictures(pictures);
    }
  }
  return calibrate(generator, { batches: batches(), scale, strength: strength * Math.max(1, ...Object.values(gains)) });
}

async function imagesOf(paths: readonly string[]): Promise<string[]> {
  const lists = await Promise.all(
    paths.map(async (path) => {
      const found = await stat(path).catch(() => undefined);
      if (found === undefined) throw new UsageError(`There is no photo or folder ${path} to calibrate on.`);
      if (!found.isDirectory()) return [path];
      const images = (await readdir(path)).filter((name) => IMAGES.has(extname(name).toLowerCase())).sort();
      if (images.length === 0) throw new UsageError(`The folder ${path} holds no photo to calibrate on.`);
      return images.map((name) => join(path, name));
    }),
  );
  return lists.flat();
}
