import { messageOf, UsageError } from '@attgan/core';
import type { Plugin } from '@attgan/core';

/**
 * Loads plugins by package name or path, resolved from the user's project.
 * @param root the user's project folder
 * @throws UsageError when one is missing, broken, or not a plugin of this contract
 */
export async function loadPlugins(names: readonly string[], root: string): Promise<Plugin[]> {
  const wrong = (names as readonly unknown[]).find((name) => typeof name !== 'string');
  if (wrong !== undefined) {
    throw new UsageError(`plugins: ${JSON.stringify(wrong)} must be a package name or a path.`);
  }
  return Promise.all(names.map((name) => loadPlugin(name, root)));
}

async function loadPlugin(name: string, root: string): Promise<Plugin> {
  const node = await nodeModules();
  const path = locate(name, root, node);
  let loaded: { default?: unknown };
  try {
    loaded = (await import(/* @vite-ignore */ node.pathToFileURL(path).href)) as { default?: unknown };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_UNKNOWN_FILE_EXTENSION') {
      throw new UsageError(
        `The plugin "${name}" (${path}) is TypeScript, which Node ${process.versions.node} cannot load. Compile it to ` +
          'JavaScript with tsc, or use Node 22.18 or newer.',
      );
    }
    throw new UsageError(`The plugin "${name}" (${path}) cannot be loaded: ${messageOf(error)}`);
  }
  const plugin = loaded.default as Partial<Plugin> | undefined;
  if (plugin?.spec !== 1 || !Array.isArray(plugin.provides)) {
    throw new UsageError(
      `"${name}" (${path}) is not an attgan plugin: its default export must come from definePlugin.`,
    );
  }
  return plugin as Plugin;
}

/** Imported late, so that a page can load this package: there is nothing of Node there, nor are there plugins to find. */
async function nodeModules() {
  const [{ existsSync }, { createRequire }, { isAbsolute, join, resolve }, { pathToFileURL }] = await Promise.all([
    import('node:fs'),
    import('node:module'),
    import('node:path'),
    import('node:url'),
  ]);
  return { existsSync, createRequire, isAbsolute, join, resolve, pathToFileURL };
}

/** A package wins over a path of the same name; `./name` is always a path. */
function locate(name: string, root: string, node: Awaited<ReturnType<typeof nodeModules>>): string {
  const { existsSync, createRequire, isAbsolute, resolve } = node;
  const require = createRequire(resolve(root, 'package.json'));
  const path = resolve(root, name);
  const isPath = isAbsolute(name) || name.startsWith('.');
  try {
    return require.resolve(isPath ? path : name);
  } catch (error) {
    if (!isPath && existsSync(path)) return locate(path, root, node);
    if (existsSync(path)) return entryOf(path, node);
    if (isPath) throw new UsageError(`There is no plugin at ${path}. Give the path of its main file or folder.`);
    if ((error as NodeJS.ErrnoException).code === 'ERR_PACKAGE_PATH_NOT_EXPORTED') {
      throw new UsageError(
        `The plugin "${name}" is installed, but its package.json exports have no "default" condition. ` +
          `Add one, or give the path of its main file.`,
      );
    }
    throw new UsageError(`The plugin "${name}" is not installed in ${root}. Run npm install ${name} there.`);
  }
}

/** What the package in a folder exports, asked for by its own name: a path alone does not look into `exports`. */
function entryOf(folder: string, { createRequire, join }: Awaited<ReturnType<typeof nodeModules>>): string {
  const require = createRequire(join(folder, 'package.json'));
  try {
    return require.resolve((require('./package.json') as { name: string }).name);
  } catch {
    throw new UsageError(`The folder ${folder} has no main file. Build it, or give the path of the file itself.`);
  }
}
