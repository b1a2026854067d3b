import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { cacheFolder, release, removeLeftovers, temporaryBeside } from '@attgan/formats';
import type { Variant } from './folders.ts';
import { bindingPaths } from './paths.ts';

/** A binding that TensorFlow.js's authors publish, installed by npm with its own TensorFlow. */
export interface Published {
  readonly name: string;
  readonly version: string;
  /** The npm package. */
  readonly folder: string;
  readonly addon: string;
}

/** That for GPUs serves the CPU too. */
const NAMES: Readonly<Record<Variant, readonly string[]>> = {
  cpu: ['@tensorflow/tfjs-node', '@tensorflow/tfjs-node-gpu'],
  cuda: ['@tensorflow/tfjs-node-gpu'],
};

/** The one that is installed for the project in `from` and has its binary; undefined where there is none. */
export function publishedBinding(variant: Variant, from: string = process.cwd()): Published | undefined {
  const require = createRequire(join(from, 'index.js'));
  for (const name of NAMES[variant]) {
    const manifest = `${name}/package.json`;
    const version = quietly(() => (require(manifest) as { version?: unknown }).version);
    // The kernels of other major versions are none of the TensorFlow.js that attgan computes with.
    if (typeof version !== 'string' || !version.startsWith('4.')) continue;
    const folder = dirname(require.resolve(manifest));
    const addon = addonIn(folder);
    if (addon !== undefined) return { name, version, folder, addon };
  }
  return undefined;
}

/** Writes the JavaScript that drives the binding into the user's cache, unless it is there. Returns its folder. */
export async function layerOf({ folder, version }: Published): Promise<string> {
  const key = createHash('sha256')
    .update(JSON.stringify([folder, version]))
    .digest('hex')
    .slice(0, 12);
  const root = cacheFolder();
  const target = join(root, `tensorflow-published-${version}-${key}`);
  if (existsSync(target)) return bindingPaths(target).layer;
  const scratch = temporaryBeside(target);
  await mkdir(scratch, { recursive: true });
  try {
    await removeLeftovers(root);
    await (await import('./install/write-layer.ts')).writeLayer(folder, scratch);
    await rename(scratch, target).catch((error: unknown) => {
      // Another process was faster.
      if (!existsSync(target)) throw error;
    });
  } finally {
    await rm(scratch, { recursive: true, force: true });
    release(scratch);
  }
  return bindingPaths(target).layer;
}

/** The newest that this Node can load. */
function addonIn(folder: string): string | undefined {
  const lib = join(folder, 'lib');
  const versions = (quietly(() => readdirSync(lib)) ?? [])
    .map((name) => Number(/^napi-v(\d+)$/.exec(name)?.[1]))
    .filter((version) => version <= Number(process.versions['napi']))
    .sort((a, b) => b - a);
  return versions.map((version) => join(lib, `napi-v${version}`, 'tfjs_binding.node')).find(existsSync);
}

function quietly<T>(find: () => T): T | undefined {
  try {
    return find();
  } catch {
    return undefined;
  }
}
