import { createRegistry, type DefinitionKinds, type Kind, type KindDefinition } from '@attgan/core';
import type { Plugin, Registry } from '@attgan/core';
import { kindsOf } from './kinds-of.ts';
import { loadPlugins } from './load-plugins.ts';

/** Everything that plugins provide, by kind and name. */
export interface Registries {
  readonly plugins: readonly Plugin[];
  /** Each after those that it needs. */
  readonly kinds: readonly KindDefinition[];
  of<K extends Kind>(kind: K): Registry<DefinitionKinds[K]>;
}

/** @throws UsageError when two plugins claim one name or one kind */
export function createRegistries(plugins: readonly Plugin[]): Registries {
  const kinds = kindsOf(plugins);
  const registries = new Map(kinds.map(({ kind }) => [kind as string, createRegistry(kind, plugins)]));
  return {
    plugins,
    kinds,
    of<K extends Kind>(kind: K) {
      const registry = registries.get(kind);
      if (registry === undefined) throw new Error(`No plugin brings the kind ${kind}`);
      return registry as unknown as Registry<DefinitionKinds[K]>;
    },
  };
}

/** Where plugins come from. */
export interface PluginSources {
  /** What needs no naming. */
  readonly builtIn: readonly Plugin[];
  /** Plugins themselves, or packages or paths of plugins as seen from `root`. */
  readonly plugins?: readonly (Plugin | string)[];
  /** The user's project folder; the working folder when absent. */
  readonly root?: string;
}

/** The registries of the built-in plugins and of those given or named. @throws UsageError in one line for a wrong one */
export async function openRegistries({ builtIn, plugins = [], root = '.' }: PluginSources): Promise<Registries> {
  const given = plugins.filter((plugin) => typeof plugin !== 'string');
  const names = [...new Set(plugins.filter((plugin) => typeof plugin === 'string'))];
  return createRegistries([...builtIn, ...given, ...(await loadPlugins(names, root))]);
}
