import type { TensorTree } from '@attgan/kernels';
import type { PassOf } from '../definitions.ts';
import type { Stack } from '../stack.ts';

type Named = Readonly<Record<string, TensorTree>>;

/** One branch of a tree. */
export function part(tree: TensorTree, name: string): TensorTree {
  return (tree as Named)[name] as TensorTree;
}

/** Parameters by network and averages by network, of networks made apart. */
export function partsOf(made: Readonly<Record<string, { readonly params: TensorTree; readonly state: TensorTree }>>): {
  readonly params: TensorTree;
  readonly state: TensorTree;
} {
  const pick = (which: 'params' | 'state'): TensorTree =>
    Object.fromEntries(Object.entries(made).map(([name, values]) => [name, values[which]]));
  return { params: pick('params'), state: pick('state') };
}

/** `Generator.advance` of a generator made of two stacks: the averages of each move by its own passes. */
export function advanceParts(
  stacks: Readonly<Record<'encoder' | 'decoder', Stack>>,
): (state: TensorTree, passes: readonly PassOf[]) => TensorTree {
  return (state, passes) => {
    const next: Record<string, TensorTree> = { ...(state as Named) };
    for (const { part: name, moments } of passes) {
      if (moments.length > 0) next[name] = stacks[name].advance(next[name] as TensorTree, moments);
    }
    return next;
  };
}
