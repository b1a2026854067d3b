import { definePlugin } from '@attgan/core';
import { folder } from './folder.ts';

export { folder } from './folder.ts';
export type { FolderOptions } from './options.ts';

export default definePlugin({ name: '@attgan/data-folder', provides: [folder] });
