import { definePlugin } from '@attgan/core';
import { importerKind } from '@attgan/formats';
import { pth } from './pth.ts';
import { safetensors } from './safetensors.ts';
import { tensorflowCheckpoint } from './tensorflow-checkpoint.ts';
import { tensorflowGraph } from './tensorflow-graph.ts';

export type { ImportOptions } from './options.ts';
export { pth } from './pth.ts';
export { safetensors } from './safetensors.ts';
export { tensorflowCheckpoint } from './tensorflow-checkpoint.ts';
export { tensorflowGraph } from './tensorflow-graph.ts';

export default definePlugin({
  name: '@attgan/importers',
  kinds: [importerKind],
  provides: [pth, safetensors, tensorflowCheckpoint, tensorflowGraph],
});
