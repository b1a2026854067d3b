import type { GeneratorCallback, Tree } from '@nx/devkit';
import type { GeneratorOptions } from './check-request.ts';
import { generate } from './generate.ts';
import { LOSS } from './sorts.ts';

/** `nx g @attgan/workspace:loss NAME [--directory DIR]` */
export default function loss(tree: Tree, options: GeneratorOptions): GeneratorCallback {
  return generate(tree, LOSS, options);
}
