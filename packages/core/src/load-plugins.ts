import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { isAbsolute, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { messageOf, UsageError } from './errors.ts';
import type { Plugin } from './plugin.ts';

/**
 * Loads plugins by package name or path, as the user's project sees them.
 * @param root the user's project folder
 * @throws UsageError when one is missing, broken, or no plugin of this contract
 */
export async function loadPlugins(names: readonly string[], root: string): Promise<Plugin[]> {
  return Promise.all(names.map((name) => loadPlugin(name, root)));
}

async function loadPlugin(name: string, root: string): Promise<Plugin> {
  const path = locate(name, root);
  let loaded: { default?: unknown };
  try {
    loaded = (await import(pathToFileURL(path).href)) as { default?: unknown };
  } catch (error) {
    throw new UsageError(`The plugin "${name}" (${path}) cannot be loaded: ${messageOf(error)}`);
  }
  const plugin = loaded.default as Partial<Plugin> | undefined;
  if (plugin?.spec !== 1 || !Array.isArray(plugin.provides)) {
    throw new UsageError(`"${name}" (${path}) is no attgan plugin: its default export must come from definePlugin.`);
  }
  return plugin as Plugin;
}

function locate(name: string, root: string): string {
  if (isAbsolute(name) || name.startsWith('.')) {
    const path = resolve(root, name);
    if (existsSync(path)) return createRequire(join(root, 'package.json')).resolve(path);
    throw new UsageError(`There is no plugin at ${path}. Give the path of its main file or folder.`);
  }
  try {
    return createRequire(join(root, 'package.json')).resolve(name);
  } catch {
    throw new UsageError(`The plugin "${name}" is not installed in ${root}. Run npm install ${name} there.`);
  }
}
