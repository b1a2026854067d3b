import onnx from '@attgan/backend-onnx';
import tensorflow from '@attgan/backend-tensorflow';
import wasm from '@attgan/backend-wasm';
import webgpu from '@attgan/backend-webgpu';
import type { Plugin } from '@attgan/core';
import nets from '@attgan/nets';

/** All that editing with a model needs: networks, and backends to run them on. Everything else takes longer to load than an edit. */
export const FOR_EDITING: readonly Plugin[] = [nets, tensorflow, wasm, webgpu, onnx];

/** The plugins that need no naming. */
export async function builtIn(): Promise<readonly Plugin[]> {
  const loaded = await Promise.all([
    import('@attgan/methods'),
    import('@attgan/training'),
    import('@attgan/data-celeba'),
    import('@attgan/data-folder'),
    import('@attgan/data-avatars'),
    import('@attgan/eval'),
    import('@attgan/export'),
  ]);
  return [...loaded.map(({ default: plugin }) => plugin), ...FOR_EDITING];
}
