import { AttganError } from '@attgan/core';
import { floatAttribute, integersAttribute, textAttribute, type GraphNode } from '@attgan/formats';

/** Every operation of a frozen generator. Another one would be computed by TensorFlow, and left out by us. */
const OPERATIONS = new Set([
  'Add',
  'AddV2',
  'BiasAdd',
  'ConcatV2',
  'Const',
  'Conv2D',
  'Conv2DBackpropInput',
  'FusedBatchNorm',
  'FusedBatchNormV2',
  'FusedBatchNormV3',
  'Identity',
  'LeakyRelu',
  'Mul',
  'Pack',
  'Placeholder',
  'Relu',
  'Reshape',
  'Shape',
  'StridedSlice',
  'Tanh',
  'Tile',
]);

/** What the nodes say of the constants of the network. */
export interface GraphConstants {
  readonly slope?: number;
  readonly normEpsilon?: number;
}

/**
 * Checks that a graph is the generator of AttGAN-Tensorflow as attgan computes it, and reads its constants.
 * @throws AttganError in one line that names the first node which attgan would compute otherwise
 */
export function checkGraph(nodes: ReadonlyMap<string, GraphNode>, file: string): GraphConstants {
  for (const name of ['xa', 'b_', 'xb']) {
    if (!nodes.has(name))
      throw new AttganError(`${file} is no frozen generator of AttGAN-Tensorflow: it has no node ${name}.`);
  }
  const slopes = new Set<number>();
  const epsilons = new Set<number>();
  for (const node of nodes.values()) {
    const { name, op } = node;
    if (!OPERATIONS.has(op)) throw wrong(node, file, 'which AttGAN does not have');
    const strange = node.inputs.find((input) => !nodes.has(input.replace(/^\^/, '')));
    if (strange !== undefined)
      throw new AttganError(`${file} is damaged: ${shown(name)} takes ${shown(strange)}, which is not there.`);
    if (op.startsWith('Conv2D')) {
      const regular =
        integersAttribute(node, 'strides', file).join() === '1,2,2,1' &&
        textAttribute(node, 'padding', file) === 'SAME';
      if (!regular) throw wrong(node, file, 'with strides or padding that AttGAN does not have');
    }
    if (op === 'LeakyRelu') slopes.add(floatAttribute(node, 'alpha', file) ?? 0.2);
    if (op.startsWith('FusedBatchNorm')) epsilons.add(floatAttribute(node, 'epsilon', file) ?? 1e-4);
  }
  if (slopes.size > 1 || epsilons.size > 1) {
    throw new AttganError(
      `${file} has layers with different slopes or epsilons, which attgan's generator cannot have.`,
    );
  }
  const [slope] = slopes;
  const [normEpsilon] = epsilons;
  return {
    ...(slope !== undefined && { slope: decimal(slope) }),
    ...(normEpsilon !== undefined && { normEpsilon: decimal(normEpsilon) }),
  };
}

/** 0.2 is stored as 0.20000000298. */
function decimal(float: number): number {
  return Number(float.toPrecision(7));
}

function wrong({ name, op }: GraphNode, file: string, why: string): AttganError {
  return new AttganError(`${file}: the node ${shown(name)} is the operation ${shown(op)}, ${why}.`);
}

function shown(name: string): string {
  return JSON.stringify(name.slice(0, 80)).slice(1, -1);
}
