import { disposeTree, loadTree, mapTree, type StoredValues, type TensorTree } from '@attgan/kernels';
import type * as tf from '@tensorflow/tfjs-core';
import type { Game } from './game.ts';
import { copyOf, type Player } from './player.ts';
import type { Players } from './update.ts';

/** A model whose weights a training starts from. */
export interface StartModel {
  /** Begins messages: `The model runs/faces/model`. */
  readonly describe: string;
  /** By the names that the game gives a model's tensors. */
  readonly tensors: ReadonlyMap<string, StoredValues>;
  /** What the run's history says of it, such as `started from the weights of faces-128 (SHA-256 …)`. */
  readonly note: string;
}

/**
 * The players with the weights and averages of a model, where it has them: networks that it lacks, such as a critic, stay as they
 * were drawn, which is said. Optimizers begin anew. Consumes `fresh`.
 * @throws AttganError in one line that names a tensor which is missing, of another shape or too much; `fresh` then stays as it is
 */
export function startFrom<F>(
  { model, players: setups }: Pick<Game<F>, 'model' | 'players'>,
  fresh: Players,
  { describe, tensors }: StartModel,
  report: (line: string) => void,
): Players {
  const named = Object.entries(model(fresh));
  const networks = [...new Set(named.map(([name]) => networkOf(name)))];
  const stored = [...tensors].filter(([name]) => networks.includes(networkOf(name)));
  const known = new Set(stored.map(([name]) => networkOf(name)));
  for (const network of networks) {
    if (!known.has(network)) report(`${describe} has no ${network}: that begins as the seed draws it.`);
  }
  const wanted = named.filter(([name]) => known.has(networkOf(name)));
  const shapes = new Map(wanted.map(([name, { shape }]) => [name, shape]));
  const grown = stored.map(([name, values]): [string, StoredValues] => {
    const fits = shapes.get(name)?.join() === values.shape.join();
    const larger = fits ? undefined : setups.map(({ grow }) => grow?.(name, values)).find((each) => each !== undefined);
    return [name, larger ?? values];
  });
  const advice = 'Choose the same networks as the model has: its model.json names their options.';
  const loaded = loadTree(Object.fromEntries(wanted), new Map(grown), { describe, advice }) as Record<
    string,
    tf.Tensor
  >;
  const replacement = new Map(wanted.map(([name, tensor]) => [tensor, loaded[name] as tf.Tensor]));
  return Object.fromEntries(Object.entries(fresh).map(([name, player]) => [name, replaced(player, replacement)]));
}

/** `generator` of `generator/params/encoder/0/kernel`. */
function networkOf(name: string): string {
  return name.split('/', 1)[0] as string;
}

function replaced(player: Player, by: ReadonlyMap<tf.Tensor, tf.Tensor>): Player {
  const change = (tree: TensorTree): TensorTree =>
    mapTree<tf.Tensor, tf.Tensor, TensorTree>(tree, (tensor) => {
      const other = by.get(tensor);
      if (other === undefined) return tensor;
      tensor.dispose();
      return other;
    });
  const [params, state] = [change(player.params), change(player.state)];
  if (player.average === undefined) return { ...player, params, state };
  disposeTree(player.average);
  return { ...player, params, state, average: mapTree<tf.Tensor, tf.Tensor, TensorTree>(params, copyOf) };
}
