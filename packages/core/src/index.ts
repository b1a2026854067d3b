export * from './backend.ts';
export * from './data.ts';
export type { Definition, DefinitionBase, DefinitionKinds, Kind } from './definition.ts';
export * from './errors.ts';
export * from './plugin.ts';
export * from './registry.ts';
export * from './random.ts';
