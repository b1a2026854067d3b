import { createRegistry, type DefinitionKinds, type Kind, type KindDefinition } from '@attgan/core';
import type { Plugin, Registry } from '@attgan/core';
import { findModel } from '@attgan/formats';
import { kindsOf } from './kinds-of.ts';
import { loadPlugins } from './load-plugins.ts';

/** Everything that plugins provide, by kind and name. */
export interface Registries {
  readonly plugins: readonly Plugin[];
  /** Each after those that it needs. */
  readonly kinds: readonly KindDefinition[];
  of<K extends Kind>(kind: K): Registry<DefinitionKinds[K]>;
  /** The folder of a model by its path or name. @throws UsageError for one that is not there */
  model(name: string): string;
}

/**
 * @param places where models are looked for by name: the user's project folder, and modules whose dependencies count as well
 * @throws UsageError when two plugins claim one name or one kind
 */
export function createRegistries(plugins: readonly Plugin[], places: ModelPlaces = {}): Registries {
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
    model: (name) => findModel(name, places.root ?? '.', places.modules ?? []),
  };
}

/** Where models are looked for by name. */
export interface ModelPlaces {
  /** The user's project folder, from which named plugins and models are resolved; the working folder when absent. */
  readonly root?: string;
  /** Modules, as `import.meta.url`, whose dependencies count as well. */
  readonly modules?: readonly string[];
}

/** Where plugins come from. */
export interface PluginSources extends ModelPlaces {
  /** Plugins that need not be named. */
  readonly builtIn: readonly Plugin[];
  /** Plugins themselves, or packages or paths of plugins as seen from `root`. */
  readonly plugins?: readonly (Plugin | string)[];
}

/** The registries of the built-in plugins and of those given or named. @throws UsageError in one line for a wrong one */
export async function openRegistries({ builtIn, plugins = [], ...places }: PluginSources): Promise<Registries> {
  const given = plugins.filter((plugin) => typeof plugin !== 'string');
  const names = [...new Set(plugins.filter((plugin) => typeof plugin === 'string'))];
  return createRegistries([...builtIn, ...given, ...(await loadPlugins(names, places.root ?? '.'))], places);
}
