import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { cacheFolder, release, removeLeftovers, temporaryBeside } from '@attgan/formats';
import { z } from 'zod';
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

const dependencies = z.record(z.string(), z.unknown()).optional();
const projectSchema = z.object({
  dependencies,
  devDependencies: dependencies,
  optionalDependencies: dependencies,
});

/** That for GPUs serves the CPU too. */
const NAMES: Readonly<Record<Variant, readonly string[]>> = {
  cpu: ['@tensorflow/tfjs-node', '@tensorflow/tfjs-node-gpu'],
  cuda: ['@tensorflow/tfjs-node-gpu'],
};

/**
 * The one that the project in `from` depends on, and that is installed there with its binary; undefined where there is none. It is
 * native code: a `node_modules` that lies about in a folder of somebody else's, or above it, is not loaded.
 */
export function publishedBinding(variant: Variant, from: string = process.cwd()): Published | undefined {
  const require = createRequire(join(from, 'index.js'));
  const wanted = dependenciesOf(from);
  for (const name of NAMES[variant].filter((each) => wanted.has(each))) {
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

/** What the package.json in `folder` itself says that its project depends on. */
function dependenciesOf(folder: string): ReadonlySet<string> {
  const manifest = quietly(() => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as unknown);
  const parsed = projectSchema.safeParse(manifest);
  const { dependencies, devDependencies, optionalDependencies } = parsed.success ? parsed.data : {};
  return new Set(Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies }));
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
