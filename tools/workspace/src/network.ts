import type { GeneratorCallback, Tree } from '@nx/devkit';
import type { GeneratorOptions } from './check-request.ts';
import { generate } from './generate.ts';
import { NETWORK } from './sorts.ts';

/** `nx g @attgan/workspace:network NAME [--directory DIR]` */
export default function network(tree: Tree, options: GeneratorOptions): GeneratorCallback {
  return generate(tree, NETWORK, options);
}
