import type { GeneratorCallback, Tree } from '@nx/devkit';
import type { GeneratorOptions } from './check-request.ts';
import { generate } from './generate.ts';
import { CONSTRAINT } from './sorts.ts';

/** `nx g @attgan/workspace:constraint NAME [--directory DIR]` */
export default function constraint(tree: Tree, options: GeneratorOptions): GeneratorCallback {
  return generate(tree, CONSTRAINT, options);
}
