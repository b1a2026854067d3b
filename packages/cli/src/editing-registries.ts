import tensorflow from '@attgan/backend-tensorflow';
import wasm from '@attgan/backend-wasm';
import webgpu from '@attgan/backend-webgpu';
import { createRegistry, loadPlugins } from '@attgan/core';
import nets from '@attgan/nets';

/**
 * What an edit can name: backends and networks. Methods, data sources and metrics are not loaded, which would take longer than
 * the edit.
 */
export async function openEditingRegistries(pluginNames: readonly string[], root: string) {
  const plugins = [nets, tensorflow, wasm, webgpu, ...(await loadPlugins(pluginNames, root))];
  return {
    backend: createRegistry('backend', plugins),
    generator: createRegistry('generator', plugins),
    critic: createRegistry('critic', plugins),
  };
}
