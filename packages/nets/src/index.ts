export * from './architecture.ts';
export * from './attgan-critic.ts';
export * from './attgan-generator.ts';
export * from './batch-norm.ts';
export * from './critic-options.ts';
export * from './definitions.ts';
export * from './generator-options.ts';
export * from './initializers.ts';
