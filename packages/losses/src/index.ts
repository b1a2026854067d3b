export * from './classification.ts';
export * from './gan.ts';
export * from './gradient-penalty.ts';
export * from './hinge.ts';
export * from './least-squares.ts';
export * from './reconstruction.ts';
export * from './variational.ts';
export * from './wasserstein.ts';
