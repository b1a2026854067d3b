import { definePlugin } from '@attgan/core';
import { celeba } from './celeba.ts';

export { CELEBA_ATTRIBUTES, PAPER_ATTRIBUTES } from './attributes.ts';
export { celeba } from './celeba.ts';
export { CONFLICTS, EXCLUSIVE_GROUPS } from './conflicts.ts';
export type { Conflict } from './conflicts.ts';
export { SPLIT_NAMES } from './options.ts';
export type { CelebaOptions } from './options.ts';

export default definePlugin({ name: '@attgan/data-celeba', provides: [celeba] });
