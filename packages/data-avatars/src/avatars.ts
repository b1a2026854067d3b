import { defineData, UsageError } from '@attgan/core';
import { avatarOptions } from './options.ts';

export const SIZES = { smallest: 32, largest: 256 } as const;

/** Drawn faces with exact attributes. Needs no files: every face is a function of (seed, split, index). */
export const avatars = defineData({
  name: 'avatars',
  summary: 'drawn faces with the 13 attributes of the paper, whose true edits are known; needs no download',
  options: avatarOptions,
  writes: { cache: ['auto', 'off'] },
  async open(options, request) {
    const { size } = request;
    if (!Number.isInteger(size) || size < SIZES.smallest || size > SIZES.largest) {
      throw new UsageError(
        `Drawn faces come in sizes from ${SIZES.smallest} to ${SIZES.largest} pixels, not ${size}. Choose another size.`,
      );
    }
    const { openAvatars } = await import('./open-avatars.ts');
    return openAvatars(options, request);
  },
});
