import type { DefinitionKinds, Kind } from './definition.ts';
import { UsageError } from './errors.ts';
import type { Plugin } from './plugin.ts';

/** The definitions of one kind, by name. */
export interface Registry<T> {
  readonly names: readonly string[];
  /** @throws UsageError that lists the known names when `name` is not one of them. */
  get(name: string): T;
  all(): readonly T[];
}

/**
 * Collects the definitions of `kind` from `plugins`, in order.
 * @throws UsageError when two plugins claim one name: neither is silently ignored.
 */
export function createRegistry<K extends Kind>(kind: K, plugins: readonly Plugin[]): Registry<DefinitionKinds[K]> {
  const byName = new Map<string, DefinitionKinds[K]>();
  const owners = new Map<string, string>();
  for (const plugin of plugins) {
    for (const definition of plugin.provides) {
      if (definition.kind !== kind) continue;
      const { name } = definition;
      const owner = owners.get(name);
      if (owner !== undefined) {
        throw new UsageError(`Two plugins provide the ${kind} "${name}": ${owner} and ${plugin.name}. Remove one.`);
      }
      owners.set(name, plugin.name);
      byName.set(name, definition as DefinitionKinds[K]);
    }
  }
  const names = [...byName.keys()].sort();
  return {
    names,
    get(name) {
      const definition = byName.get(name);
      if (definition === undefined) {
        throw new UsageError(
          `No ${kind} named "${name}". Known: ${names.join(', ') || 'none'}. Add one with --plugin NAME_OR_PATH.`,
        );
      }
      return definition;
    },
    all: () => [...byName.values()],
  };
}
