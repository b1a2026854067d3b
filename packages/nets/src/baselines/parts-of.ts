import { keyedBy, type Tree, type WeightsOf } from '@attgan/kernels';
import type { PassOf } from '../definitions.ts';
import type { Stack, StackParams, StackState } from '../stack.ts';

/** A tree for each of several stacks. */
type PartsOf<Name extends string, Values> = { readonly [N in Name]: Values };

/** One branch of a tree. */
export function part<T>(tree: Tree<T>, name: string): Tree<T> {
  return (tree as Readonly<Record<string, Tree<T>>>)[name] as Tree<T>;
}

/** Weights of several stacks, each drawn with its name in the key. */
export function stackWeights<Name extends string>(
  stacks: PartsOf<Name, Stack>,
): { readonly params: PartsOf<Name, WeightsOf<StackParams>>; readonly state: PartsOf<Name, WeightsOf<StackState>> } {
  const names = Object.keys(stacks) as Name[];
  const pick = <V>(value: (name: Name) => V) => Object.fromEntries(names.map((name) => [name, value(name)]));
  return {
    params: pick((name) => keyedBy(name, stacks[name].weights.params)) as PartsOf<Name, WeightsOf<StackParams>>,
    state: pick((name) => stacks[name].weights.state) as PartsOf<Name, WeightsOf<StackState>>,
  };
}

/** `Generator.advance` of a generator made of two stacks: the averages of each move by its own passes. */
export function advanceParts(stacks: PartsOf<'encoder' | 'decoder', Stack>) {
  return <State extends PartsOf<'encoder' | 'decoder', StackState>>(state: State, passes: readonly PassOf[]): State =>
    passes.reduce<State>((next, { part: name, moments }) => {
      if (moments.length === 0) return next;
      return { ...next, [name]: stacks[name].advance(next[name], moments) };
    }, state);
}
