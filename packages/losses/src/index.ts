export * from './classification.ts';
export * from './gradient-penalty.ts';
export * from './reconstruction.ts';
export * from './wasserstein.ts';
