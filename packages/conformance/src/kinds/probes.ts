import { fold, randomKey, uniform, type RandomKey } from '@attgan/core';
import { flatten, type TensorTree } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { demand, equalBits } from './demand.ts';

/** A key that depends on `name` alone. */
export function keyOf(name: string): RandomKey {
  return randomKey(1, 'conformance', name);
}

/** A tensor of numbers uniform in [low, high) that depend on `name` alone. */
export function drawn<R extends tf.Rank>(name: string, shape: tf.ShapeMap[R], low = -1, high = 1): tf.Tensor<R> {
  const count = shape.reduce((product, edge) => product * edge, 1);
  return tf.tensor<R>(uniform(keyOf(name), count, low, high), shape);
}

/** Smooth pictures, [count, size, size, 3] in (−1, 1): noise would be no face to any network. */
export function drawnFaces(name: string, count: number, size: number): tf.Tensor4D {
  return tf.tidy(() => {
    const coarse = drawn<tf.Rank.R4>(name, [count, 4, 4, 3], -0.9, 0.9);
    return tf.image.resizeBilinear(coarse, [size, size]);
  });
}

/** Labels 0 or 1, [count, attributes]. */
export function drawnLabels(name: string, count: number, attributes: number): tf.Tensor2D {
  return tf.tidy(() => tf.cast(tf.greater(drawn<tf.Rank.R2>(name, [count, attributes]), 0), 'float32'));
}

/** The values of all tensors of a tree, by flat name. */
export async function valuesOf(tree: TensorTree): Promise<Map<string, ArrayLike<number>>> {
  const read = flatten<tf.Tensor>(tree).map(async ([name, tensor]) => [name, await tensor.data()] as const);
  return new Map(await Promise.all(read));
}

/** The names of tensors whose bits differ; those that only one of the two has are among them. */
export function changedNames(
  before: ReadonlyMap<string, ArrayLike<number>>,
  after: ReadonlyMap<string, ArrayLike<number>>,
): string[] {
  return [...new Set([...before.keys(), ...after.keys()])].filter(
    (name) => !equalBits(before.get(name) ?? [NaN], after.get(name) ?? []),
  );
}

/** The scalar's value. Disposes it. @throws CaseFailure for what is no scalar, or not finite */
export async function scalarOf(value: tf.Tensor, what: string): Promise<number> {
  const { shape } = value;
  const [number] = await value.data();
  value.dispose();
  demand(shape.length === 0, `${what} has the shape [${shape.join(', ')}] instead of being a scalar`);
  demand(Number.isFinite(number), `${what} is ${number}`);
  return number as number;
}

/** The tensor's values. Disposes it. */
export async function read(tensor: tf.Tensor): Promise<Float32Array> {
  const values = await tensor.data<'float32'>();
  tensor.dispose();
  return values;
}

/** The names of parameters whose gradient is 0 everywhere, and of those whose gradient is not finite. Disposes the gradients. */
export async function unreached(params: TensorTree, gradients: readonly tf.Tensor[]): Promise<string[]> {
  const found: string[] = [];
  for (const [index, [name]] of flatten<tf.Tensor>(params).entries()) {
    const values = await read(gradients[index] as tf.Tensor);
    if (!values.every(Number.isFinite)) found.push(`${name} (not finite)`);
    else if (values.every((value) => value === 0)) found.push(name);
  }
  return found;
}

/** Directions of random signs, one for each leaf, scaled to the leaf's own size. */
export function signsLike(name: string, leaf: tf.Tensor, scale: number): tf.Tensor {
  return tf.tidy(() =>
    tf.mul(tf.sign(tf.tensor(uniform(fold(keyOf(name), 'signs'), leaf.size, -1, 1), leaf.shape)), scale),
  );
}
