import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { cacheFolder as userCache } from '@attgan/formats';
import type { Draw } from './draw.ts';
import { faceSvg } from './drawing/face-svg.ts';
import type { AvatarOptions } from './options.ts';
import { portraitOf } from './portraits.ts';

/** How many faces the fingerprint takes in: enough that every part of the drawing occurs. */
const OUTLINED = 48;
const PAINTED = 4;

/**
 * The folder that keeps faces like these. Its name ends in a fingerprint of the drawings themselves and of the renderer's
 * pixels, so a change in either starts a new folder without a version number.
 * The user's cache is where `cache: 'auto'` goes.
 */
export async function cacheFolder({ seed, noise, cache }: AvatarOptions, size: number, draw: Draw): Promise<string> {
  const fingerprint = createHash('sha256');
  for (let index = 0; index < OUTLINED; index++) fingerprint.update(faceSvg(portraitOf(seed, 'train', index)));
  for (let index = 0; index < PAINTED; index++) fingerprint.update(await draw('train', index));
  const name = `seed${seed}-noise${noise}-${size}px-${fingerprint.digest('hex').slice(0, 12)}`;
  return cache === 'auto' ? userCache('avatars', name) : join(cache, name);
}
