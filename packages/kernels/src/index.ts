export * from './adam.ts';
export { disposeDeferred } from './deferred.ts';
export * from './define-kernel.ts';
export * from './detach.ts';
export * from './leaky-relu.ts';
export * from './norm-activation.ts';
export type { NormAttributes, NormKind } from './norm-activation-portable.ts';
export * from './register-gradients.ts';
export * from './tree.ts';
