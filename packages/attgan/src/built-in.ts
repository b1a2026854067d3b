import tensorflow from '@attgan/backend-tensorflow';
import wasm from '@attgan/backend-wasm';
import webgpu from '@attgan/backend-webgpu';
import type { Plugin } from '@attgan/core';
import nets from '@attgan/nets';
import photos from '@attgan/photos';

/** All that editing with a model needs: networks, face detectors, and backends to run them on. */
export const FOR_EDITING: readonly Plugin[] = [nets, photos, tensorflow, wasm, webgpu];

/** The built-in plugins, which need not be named. */
export async function builtIn(): Promise<readonly Plugin[]> {
  const loaded = await Promise.all([
    import('@attgan/methods'),
    import('@attgan/training'),
    import('@attgan/data-celeba'),
    import('@attgan/data-folder'),
    import('@attgan/data-avatars'),
    import('@attgan/eval'),
    import('@attgan/importers'),
  ]);
  return [...loaded.map(({ default: plugin }) => plugin), ...FOR_EDITING];
}

/** Those that a command needs. Everything else takes longer to load than the command. */
export async function builtInFor(needs: 'all' | 'editing' | 'importing'): Promise<readonly Plugin[]> {
  if (needs === 'all') return builtIn();
  return needs === 'editing' ? FOR_EDITING : [nets, (await import('@attgan/importers')).default];
}
