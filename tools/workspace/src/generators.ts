import type { GeneratorCallback, Tree } from '@nx/devkit';
import type { GeneratorOptions } from './check-request.ts';
import { generate } from './generate.ts';
import * as sorts from './sorts.ts';

/** `nx g @attgan/workspace:NAME …`, as `generators.json` lists them. */
type Generator = (tree: Tree, options: GeneratorOptions) => GeneratorCallback;

const of =
  (sort: sorts.Sort): Generator =>
  (tree, options) =>
    generate(tree, sort, options);

export const adversarial = of(sorts.ADVERSARIAL);
export const backend = of(sorts.BACKEND);
export const constraint = of(sorts.CONSTRAINT);
export const critic = of(sorts.CRITIC);
export const data = of(sorts.DATA);
export const loss = of(sorts.LOSS);
export const method = of(sorts.METHOD);
export const metric = of(sorts.METRIC);
export const network = of(sorts.NETWORK);
export const optimizer = of(sorts.OPTIMIZER);
