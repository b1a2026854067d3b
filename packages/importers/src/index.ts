import { definePlugin } from '@attgan/core';
import { importerKind } from '@attgan/formats';
import { pth } from './pth.ts';
import { safetensors } from './safetensors.ts';

export type { ImportOptions } from './options.ts';
export { pth } from './pth.ts';
export { safetensors } from './safetensors.ts';

export default definePlugin({
  name: '@attgan/importers',
  kinds: [importerKind],
  provides: [pth, safetensors],
});
