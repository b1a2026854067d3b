import { AttganError } from '@attgan/core';
import type { Critic, Generator } from '@attgan/nets';

/** Pictures worked on at once, where memory is no matter. */
const USUAL = 16;
/** Values of feature maps that may be held at once, and of one picture; 256 MB as float32. */
const MOST_VALUES = 2 ** 26;

type Counted = Pick<Generator | Critic, 'features'>;

/** Pictures to work on at once: fewer of those whose feature maps are large. */
export function picturesAtOnce({ features = 0 }: Counted): number {
  return Math.min(USUAL, Math.max(1, Math.floor(MOST_VALUES / features)));
}

/**
 * A few bytes of a card can describe feature maps that no memory holds, with small weights that fit them.
 * @throws AttganError where one picture's would take too much
 */
export function checkPictureCost(describe: string, { features = 0 }: Counted): void {
  if (features <= MOST_VALUES) return;
  throw new AttganError(
    `${describe} would take ${Math.round((4 * features) / 1e6)} MB for the layers of one picture, over the limit of ` +
      `${Math.round((4 * MOST_VALUES) / 1e6)} MB. Train one of smaller layers, or with strides earlier.`,
  );
}
