import { fold, lazy, normal, uniform } from '@attgan/core';
import { fresh, shuffledRows, withoutGradient, type TensorTree, type Tree } from '@attgan/kernels';
import { codeOf, part, type Critic, type Generator, type PassOf } from '@attgan/nets';
import type { Augment, ForwardContext, PlayerValues, SlopeContext } from '@attgan/training';
import * as tf from '@tensorflow/tfjs-core';

/** The players that own a part of the generator's trees. */
export const OWNERS = ['decoder', 'encoder', 'reader'] as const;
export type Owner = (typeof OWNERS)[number];

/** What IcGAN's terms share in one update. Lazy: what no term reads is not computed. */
export interface IcganForward {
  /** The code of the batch's own labels. */
  code(): tf.Tensor2D;
  /** Adversarial logits: of real faces with their code or with another's, of made faces with the code they were made for. */
  judgeReal(): tf.Tensor2D;
  judgeMismatched(): tf.Tensor2D;
  judgeMade(): tf.Tensor2D;
  /** Inputs of a gradient penalty: the critic gets the batch's own code. */
  slopes(): SlopeContext;
  /** The z that faces were generated from, and the encoder's estimate of it. */
  z(): tf.Tensor4D;
  found(): tf.Tensor4D;
  /** The reader's logits of real faces, [batch, attributes]. */
  read(): tf.Tensor2D;
  /** The averages that this update moved, by owner. */
  advanced(): Readonly<Partial<Record<Owner, TensorTree>>>;
}

export interface IcganParts {
  readonly generator: Generator;
  readonly critic: Critic;
  readonly scale: number;
  /** Augmentation of the critic's inputs. */
  readonly augment: Augment;
}

/** One owner's part of a tree of the generator, `{ decoder, encoder: { z, labels } }`. */
export function owned<T>(tree: Tree<T>, owner: Owner): Tree<T> {
  if (owner === 'decoder') return part(tree, 'decoder');
  return part(part(tree, 'encoder'), owner === 'encoder' ? 'z' : 'labels');
}

/** The generator's trees, assembled from the players' parts. */
export function whole(players: Readonly<Record<string, PlayerValues>>): PlayerValues {
  const gather = (which: 'params' | 'state'): TensorTree => {
    const [decoder, z, labels] = OWNERS.map((owner) => (players[owner] as PlayerValues)[which]) as [
      TensorTree,
      TensorTree,
      TensorTree,
    ];
    return { decoder, encoder: { z, labels } };
  };
  return { params: gather('params'), state: gather('state') };
}

export function icganForward(
  { generator, critic, scale, augment }: IcganParts,
  { batch, players, key, updates }: ForwardContext,
): IcganForward {
  const { params, state } = whole(players);
  const judging = (players['critic'] as PlayerValues).params;
  const [count] = batch.labels.shape;
  const passes: PassOf[] = [];
  const code = lazy(() => codeOf(batch.labels, scale));
  const other = lazy(() => shuffledRows(code(), fold(key, 'others’ labels')));
  const z = lazy(() => {
    const shape: [number, number, number, number] = [count, ...generator.latent];
    return fresh(fold(key, 'z'), (by) => tf.tensor4d(normal(by, tf.util.sizeFromShape(shape)), shape));
  });
  // A frozen generator uses its moving averages, as it does for users.
  const playing = updates('critic') || updates('decoder');
  const make = (): tf.Tensor4D => {
    const { image, moments } = generator.decode(params, state, [z()], code(), playing ? 'training' : 'inference');
    passes.push({ part: 'decoder', moments });
    return image;
  };
  const made = lazy(() => (updates('decoder') ? make() : withoutGradient(make)));
  const encode = (faces: tf.Tensor4D) => generator.encode(params, state, faces, 'training');
  const inverted = lazy(() => encode(made()));
  const reading = lazy(() => encode(batch.images));
  const judge = (faces: tf.Tensor4D, claimed: tf.Tensor2D, seen: string): tf.Tensor2D =>
    critic.apply(judging, augment(faces, fold(key, `${seen}, augmented`)), claimed).adversarial;
  return {
    code,
    judgeReal: lazy(() => judge(batch.images, code(), 'real')),
    judgeMismatched: lazy(() => judge(batch.images, other(), 'mismatched')),
    judgeMade: lazy(() => judge(made(), code(), 'made')),
    slopes: () => ({
      critic: (faces) => judge(faces, code(), 'between'),
      real: batch.images,
      edited: made,
      position: () => fresh(fold(key, 'position'), (by) => tf.tensor1d(uniform(by, count))),
      key,
    }),
    z,
    found: () => inverted().features.at(-1) as tf.Tensor4D,
    read: () => reading().labels as tf.Tensor2D,
    advanced() {
      const owner = (['encoder', 'reader'] as const).find(updates) ?? 'decoder';
      if (owner !== 'decoder') {
        passes.push({ part: 'encoder', moments: (owner === 'encoder' ? inverted() : reading()).moments });
      }
      return { [owner]: owned(generator.advance(state, passes), owner) };
    },
  };
}
