import type { Definition } from './definition.ts';

/** What a package exports as default to be used with `--plugin`. `spec` is the version of this contract. */
export interface Plugin {
  readonly spec: 1;
  readonly name: string;
  readonly provides: readonly Definition[];
}

export function definePlugin(plugin: Omit<Plugin, 'spec'>): Plugin {
  return { spec: 1, ...plugin };
}
