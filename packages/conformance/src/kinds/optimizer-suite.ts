import { disposeTree, leaves, mapTree, type TensorTree } from '@attgan/kernels';
import { initPlayer, step, treesOf, type Optimizer, type Player } from '@attgan/training';
import * as tf from '@tensorflow/tfjs-core';
import { demand, demandFinite } from './demand.ts';
import { casesIn, type Described, type KindSuite } from './kind-suite.ts';
import { changedNames, drawn, keyOf, read, valuesOf } from './probes.ts';

interface Subject extends Described<'optimizer'> {
  create(): Optimizer;
}

const STEPS = 20;

/** A kernel and a bias, as layers have. */
const LAYER = () => ({ kernel: drawn<tf.Rank.R2>('kernel', [3, 2]), bias: tf.zeros([2]) });
/** Two of them, none of which has as many numbers as another. */
const LAYERS = () => [LAYER(), { kernel: drawn<tf.Rank.R2>('second kernel', [2, 5]), bias: tf.ones([5]) }];

function playerOf(optimizer: Optimizer, params: () => TensorTree = LAYER): Player {
  return initPlayer({ name: 'bowl', optimizer, init: () => ({ params: params(), state: {} }) }, keyOf('bowl'));
}

/** How far the parameters are from 2: half the sum of squares, whose gradient is the distance itself. */
function bowl(params: TensorTree): tf.Tensor[] {
  return leaves<tf.Tensor>(params).map((leaf) => tf.sub(leaf, 2));
}

async function height(params: TensorTree): Promise<number> {
  const [value] = await read(tf.tidy(() => tf.addN(bowl(params).map((distance) => tf.sum(tf.square(distance))))));
  return value as number;
}

/** @param joinUpTo tensors of up to so many numbers are stepped joined, if the optimizer lets them */
function descend(player: Player, optimizer: Optimizer, steps: number, gradients = bowl, joinUpTo = 0): Player {
  const options = { optimizer, learningRate: optimizer.learningRate, joinUpTo };
  let moved = player;
  for (let count = 0; count < steps; count++) moved = step(moved, gradients(moved.params), options);
  return moved;
}

function dispose(player: Player): void {
  for (const tree of Object.values(treesOf(player))) disposeTree(tree);
}

/** The player as a checkpoint gives it back: the same numbers in other tensors. */
async function restored(player: Player): Promise<Player> {
  const copied = async (tree: TensorTree): Promise<TensorTree> => {
    const values = await valuesOf(tree);
    return mapTree<tf.Tensor, tf.Tensor, TensorTree>(tree, (leaf, name) =>
      tf.tensor(Float32Array.from(values.get(name) ?? []), leaf.shape),
    );
  };
  const slots = (await copied(player.slots as TensorTree)) as unknown as Player['slots'];
  return { ...player, params: await copied(player.params), slots };
}

/** What every optimizer must satisfy: it goes down, and all that it remembers is in its slots. */
export const optimizerSuite: KindSuite<'optimizer', Subject> = {
  kind: 'optimizer',
  tensors: true,
  open: async (definition, setting) => {
    const { options = {} } = setting;
    return { definition, options, setting, create: () => definition.create(options) };
  },
  cases: casesIn<Subject>('optimizer', {
    'has a learning rate above 0': async ({ create }) => {
      const { learningRate } = create();
      demand(Number.isFinite(learningRate) && learningRate > 0, `its learning rate is ${learningRate}`);
    },
    'goes down a bowl': async ({ create }) => {
      const optimizer = create();
      const player = playerOf(optimizer);
      const before = await height(player.params);
      const moved = descend(player, optimizer, STEPS);
      const after = await height(moved.params);
      dispose(moved);
      demand(after < before, `from ${before} it comes to ${after} in ${STEPS} steps`);
    },
    'keeps the shapes of parameters, and its slots by name and shape': async ({ create }) => {
      const optimizer = create();
      const player = playerOf(optimizer);
      const shapes = ({ params, slots }: Player): string =>
        JSON.stringify([params, slots].map((tree) => mapTree(tree as TensorTree, (leaf: tf.Tensor) => leaf.shape)));
      const before = shapes(player);
      const moved = descend(player, optimizer, 2);
      const after = shapes(moved);
      dispose(moved);
      demand(before === after, `${before} becomes ${after}`);
    },
    'steps the same, bit for bit, from a checkpoint': async ({ create }) => {
      const first = create();
      const begun = descend(playerOf(first), first, 3);
      const second = create();
      const resumed = descend(await restored(begun), second, 3);
      const whole = descend(begun, first, 3);
      const names = changedNames(
        await valuesOf(treesOf(whole) as TensorTree),
        await valuesOf(treesOf(resumed) as TensorTree),
      );
      dispose(whole);
      dispose(resumed);
      demand(
        names.length === 0,
        `after a checkpoint these differ: ${names.join(', ')}; keep all it remembers in slots`,
      );
    },
    'steps parameters joined as it says it may: as one by one, bit for bit': {
      without: ({ create }) =>
        create().elementwise === undefined ? 'it does not say that it is elementwise' : undefined,
      async run({ create }) {
        const [alone, joined] = [create(), create()];
        const begun = playerOf(alone, LAYERS);
        const shapes = leaves<tf.Tensor>(begun.params).map(({ shape }) => shape.join(', '));
        const odd = Object.values(begun.slots).findIndex((slots, index) =>
          Object.values(slots).some(({ shape }) => shape.join(', ') !== shapes[index]),
        );
        const expected = descend(begun, alone, STEPS);
        const actual = descend(playerOf(joined, LAYERS), joined, STEPS, bowl, Infinity);
        const [before, after] = [await valuesOf(treesOf(expected)), await valuesOf(treesOf(actual))];
        dispose(expected);
        dispose(actual);
        demand(odd < 0, `a slot of a parameter [${shapes[odd]}] has another shape: leave \`elementwise\` out`);
        const names = changedNames(before, after);
        demand(names.length === 0, `joined, these differ: ${names.join(', ')}; leave \`elementwise\` out`);
      },
    },
    'stays finite where gradients are 0 and where they are large': async ({ create }) => {
      const optimizer = create();
      const flat = (params: TensorTree): tf.Tensor[] => leaves<tf.Tensor>(params).map((leaf) => tf.zerosLike(leaf));
      const steep = (params: TensorTree): tf.Tensor[] =>
        leaves<tf.Tensor>(params).map((leaf) => tf.fill(leaf.shape, 1e4));
      const moved = descend(descend(playerOf(optimizer), optimizer, 2, flat), optimizer, 2, steep);
      const values = await valuesOf(treesOf(moved) as TensorTree);
      dispose(moved);
      for (const [name, numbers] of values) demandFinite(numbers, name);
    },
  }),
};
