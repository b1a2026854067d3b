/** What there is a generator for. */
export interface Sort {
  /** The generator's name, and the folder of its templates. */
  readonly name: 'backend' | 'constraint' | 'loss' | 'network';
  /** The kind of the definition that is made. */
  readonly kind: string;
  /** Where such packages lie in the workspace; the package's own name follows. */
  readonly place: string;
  /** Packages of ours that its sources import. */
  readonly imports: readonly string[];
  /** Packages of ours that its tests import besides. */
  readonly testImports: readonly string[];
  /** Packages of others that its sources import, besides zod and TensorFlow.js's core. */
  readonly others: readonly string[];
  /** What its author has left to do, in order. */
  readonly left: readonly string[];
}

export const BACKEND: Sort = {
  name: 'backend',
  kind: 'backend',
  place: 'packages/backends/',
  imports: ['@attgan/core', '@attgan/kernels'],
  testImports: ['@attgan/conformance'],
  others: ['@tensorflow/tfjs-backend-cpu'],
  left: [
    'src/kernels.ts: replace the kernels borrowed from cpu, the slowest first; the check times typical layers',
    'src/index.ts: a summary, the traits, speed above all, and in whyUnavailable what it needs',
    'src/index.test.ts: let the slow groups run once they are quick',
    'npx attgan backends check NAME --plugin PACKAGE says whether it computes what it promises',
  ],
};

export const LOSS: Sort = {
  name: 'loss',
  kind: 'reconstruction',
  place: 'packages/loss-',
  imports: ['@attgan/core', '@attgan/training'],
  testImports: ['@attgan/kernels'],
  others: [],
  left: [
    'src/index.ts: replace the mean absolute difference by what you want, and give it a summary and options',
    'src/index.test.ts: turn the todo into a case that only your loss passes',
    'npx attgan train --plugin PACKAGE --reconstruction NAME trains with it',
  ],
};

export const CONSTRAINT: Sort = {
  name: 'constraint',
  kind: 'constraint',
  place: 'packages/constraint-',
  imports: ['@attgan/core', '@attgan/training'],
  testImports: ['@attgan/kernels'],
  others: [],
  left: [
    'src/index.ts: replace the size of z by what you ask of it, and give it a summary and options',
    'src/index.test.ts: turn the todo into a case that only your constraint passes',
    'npx attgan train --plugin PACKAGE --constraint NAME trains with it',
  ],
};

export const NETWORK: Sort = {
  name: 'network',
  kind: 'generator',
  place: 'packages/network-',
  imports: ['@attgan/core', '@attgan/kernels', '@attgan/nets'],
  testImports: [],
  others: [],
  left: [
    'src/generator.ts: grow the network; a normalisation with averages also needs `moments` and `advance`',
    'src/index.ts: give it a summary, and an option for every choice you want to try',
    'src/index.test.ts: turn the todo into a case that only your network passes',
    'npx attgan train --plugin PACKAGE --generator NAME trains with it',
  ],
};
