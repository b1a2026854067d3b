import { disposeTree } from '@attgan/kernels';
import type { Networks } from './networks.ts';

/** Frees what runs a generator. */
export function closeGenerator(run: Networks['run']): void {
  if ('runtime' in run) return run.runtime.close();
  run.decoder.dispose();
  for (const tree of [run.weights.params, run.weights.state]) disposeTree(tree);
}
