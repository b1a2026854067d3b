import { definePlugin } from '@attgan/core';
import { avatars } from './avatars.ts';

export { ATTRIBUTES, EXCLUSIVE, PREVALENCE, type Attribute, type Labels } from './attributes.ts';
export { avatars } from './avatars.ts';
export type { AvatarOptions } from './options.ts';

export default definePlugin({ name: '@attgan/data-avatars', provides: [avatars] });
