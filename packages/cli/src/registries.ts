import tensorflow from '@attgan/backend-tensorflow';
import wasm from '@attgan/backend-wasm';
import webgpu from '@attgan/backend-webgpu';
import { createRegistry, definePlugin, loadPlugins } from '@attgan/core';
import avatars from '@attgan/data-avatars';
import celeba from '@attgan/data-celeba';
import folder from '@attgan/data-folder';
import { metrics } from '@attgan/eval';
import methods from '@attgan/methods';
import {
  attganCritic,
  attganGenerator,
  faderGenerator,
  icganCritic,
  icganGenerator,
  vaeganCritic,
  vaeganGenerator,
} from '@attgan/nets';

const nets = definePlugin({
  name: '@attgan/nets',
  provides: [attganGenerator, faderGenerator, icganGenerator, vaeganGenerator, attganCritic, icganCritic, vaeganCritic],
});

/** What needs no --plugin. */
const BUILT_IN = [methods, nets, celeba, folder, avatars, metrics, tensorflow, wasm, webgpu];

/** The registries of every kind, from the built-in plugins and those named. */
export async function openRegistries(pluginNames: readonly string[], root: string) {
  const plugins = [...BUILT_IN, ...(await loadPlugins(pluginNames, root))];
  return {
    plugins,
    backend: createRegistry('backend', plugins),
    data: createRegistry('data', plugins),
    generator: createRegistry('generator', plugins),
    critic: createRegistry('critic', plugins),
    adversarial: createRegistry('adversarial', plugins),
    reconstruction: createRegistry('reconstruction', plugins),
    constraint: createRegistry('constraint', plugins),
    method: createRegistry('method', plugins),
    metric: createRegistry('metric', plugins),
  };
}

export type Registries = Awaited<ReturnType<typeof openRegistries>>;
