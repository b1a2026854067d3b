/** What there is a generator for. */
export interface Sort {
  /** The generator's name, and the folder of its templates. */
  readonly name:
    | 'adversarial'
    | 'backend'
    | 'constraint'
    | 'critic'
    | 'data'
    | 'loss'
    | 'method'
    | 'metric'
    | 'network'
    | 'optimizer';
  /** The kind of the definition that is made. */
  readonly kind: string;
  /** Where such packages lie in the workspace; the package's own name follows. */
  readonly place: string;
  /** Packages of ours that its sources import. */
  readonly imports: readonly string[];
  /** Packages of ours that its tests import besides. */
  readonly testImports: readonly string[];
  /** Packages of TensorFlow.js that its sources import, besides its core. */
  readonly others: readonly string[];
  /** Whether its sources compute no tensors, and so do not import TensorFlow.js's core. */
  readonly withoutTensors?: true;
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

export const DATA: Sort = {
  name: 'data',
  kind: 'data',
  place: 'packages/data-',
  imports: ['@attgan/core'],
  testImports: ['@attgan/conformance'],
  others: [],
  withoutTensors: true,
  left: [
    'src/open-source.ts: read your own images and labels in place of the coloured squares',
    'src/index.ts: give it a summary, and an option for every choice, such as the folder it reads',
    'src/index.test.ts: turn the todo into a case that only your data pass',
    'npx attgan plugins check NAME --kind data --plugin PACKAGE checks it, and attgan train --data NAME trains with it',
  ],
};

export const METRIC: Sort = {
  name: 'metric',
  kind: 'metric',
  place: 'packages/metric-',
  imports: ['@attgan/core', '@attgan/eval'],
  testImports: ['@attgan/conformance'],
  others: [],
  withoutTensors: true,
  left: [
    'src/index.ts: measure what you want to know in place of how much edits change, and give it a summary and options',
    'src/index.test.ts: turn the todo into a case that only your metric passes',
    'npx attgan evaluate --plugin PACKAGE --metric NAME measures models with it',
  ],
};

export const METHOD: Sort = {
  name: 'method',
  kind: 'method',
  place: 'packages/method-',
  imports: ['@attgan/core', '@attgan/kernels', '@attgan/losses', '@attgan/nets', '@attgan/training'],
  testImports: ['@attgan/conformance'],
  others: [],
  left: [
    'src/create-game.ts: the players, terms and phases of your game; src/forward.ts: what its terms share',
    'src/index.ts: give it a summary, the parts that it uses, and an option for every choice',
    'src/index.test.ts: turn the todo into a case that only your method passes',
    'npx attgan plugins check NAME --kind method --plugin PACKAGE plays it, and attgan train --method NAME trains with it',
  ],
};

export const ADVERSARIAL: Sort = {
  name: 'adversarial',
  kind: 'adversarial',
  place: 'packages/adversarial-',
  imports: ['@attgan/core', '@attgan/training'],
  testImports: ['@attgan/conformance', '@attgan/kernels'],
  others: [],
  left: [
    'src/index.ts: replace the logistic losses by what you want, and give it a summary and options',
    'src/index.test.ts: turn the todo into a case that only your losses pass',
    'npx attgan train --plugin PACKAGE --adversarial NAME trains with it',
  ],
};

export const CRITIC: Sort = {
  name: 'critic',
  kind: 'critic',
  place: 'packages/critic-',
  imports: ['@attgan/core', '@attgan/kernels', '@attgan/nets'],
  testImports: ['@attgan/conformance'],
  others: [],
  left: [
    'src/create-critic.ts: grow the network; it has to be differentiable twice, so take activations from @attgan/kernels',
    'src/index.ts: give it a summary, and an option for every choice you want to try',
    'src/index.test.ts: turn the todo into a case that only your critic passes',
    'npx attgan train --plugin PACKAGE --critic NAME trains with it',
  ],
};

export const OPTIMIZER: Sort = {
  name: 'optimizer',
  kind: 'optimizer',
  place: 'packages/optimizer-',
  imports: ['@attgan/core', '@attgan/training'],
  testImports: ['@attgan/conformance'],
  others: [],
  left: [
    'src/index.ts: replace gradient descent by what you want, keep in slots whatever it remembers, and give it a summary',
    'src/index.test.ts: turn the todo into a case that only your optimizer passes',
    'npx attgan train --plugin PACKAGE --optimizer NAME trains with it',
  ],
};
