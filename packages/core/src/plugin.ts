import type { Definition } from './definition.ts';
import type { KindDefinition } from './kind.ts';

/** What a package exports as default to be used with `--plugin`. `spec` is the version of this contract. */
export interface Plugin {
  readonly spec: 1;
  readonly name: string;
  readonly provides: readonly Definition[];
  /** Kinds of definitions that this plugin brings; each kind is registered by one plugin. */
  readonly kinds?: readonly KindDefinition[];
}

export function definePlugin(plugin: Omit<Plugin, 'spec'>): Plugin {
  return { spec: 1, ...plugin };
}
