import type { GeneratorCallback, Tree } from '@nx/devkit';
import type { GeneratorOptions } from './check-request.ts';
import { generate } from './generate.ts';
import { BACKEND } from './sorts.ts';

/** `nx g @attgan/workspace:backend NAME [--directory DIR]` */
export default function backend(tree: Tree, options: GeneratorOptions): GeneratorCallback {
  return generate(tree, BACKEND, options);
}
