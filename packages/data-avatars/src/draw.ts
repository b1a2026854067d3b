import type { Split } from '@attgan/core';
import type { Labels } from './attributes.ts';
import { faceSvg } from './drawing/face-svg.ts';
import type { FaceCache } from './face-cache.ts';
import { noiseOf } from './noise.ts';
import type { AvatarOptions } from './options.ts';
import { faceRandom, portraitOf } from './portraits.ts';
import { rasterise } from './raster.ts';

/** Draws one face, noise included: [size, size, 3], RGB. `labels` replaces the face's own. */
export type Draw = (split: Split, index: number, labels?: Labels) => Promise<Uint8Array>;

export function createDraw({ seed, noise }: Pick<AvatarOptions, 'seed' | 'noise'>, size: number): Draw {
  const addNoise = noiseOf(noise);
  return async (split, index, labels) => {
    const pixels = await rasterise(faceSvg(portraitOf(seed, split, index, labels)), size);
    addNoise(pixels, faceRandom(seed, split, index, 'noise'));
    return pixels;
  };
}

/** The same faces as `draw`, from the cache where it has them. Edited faces are drawn every time. */
export function cachedDraw(draw: Draw, cache: FaceCache): Draw {
  return async (split, index, labels) => {
    if (labels !== undefined) return draw(split, index, labels);
    const kept = cache.read(split, index);
    if (kept !== undefined) return kept;
    const drawn = await draw(split, index);
    cache.write(split, index, drawn);
    return drawn;
  };
}
