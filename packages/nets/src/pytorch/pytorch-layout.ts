import { gathered, rowMajor } from '@attgan/core';

/** Values in row-major order, and their shape. */
export interface ShapedValues {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/**
 * From PyTorch's layout to ours. Kernels of convolutions and of transposed ones: [a, b, h, w] → [h, w, b, a]; of dense layers:
 * [out, in] → [in, out]; whatever has one axis stays as it is.
 * @param channels of the feature map that a dense layer takes the values of, because PyTorch counts these channel by channel and we
 *   place by place; 0 for dense layers that take anything else
 */
export function fromPytorchLayout(array: ShapedValues, channels = 0): ShapedValues {
  if (array.shape.length === 4) return permuted(array, [2, 3, 1, 0]);
  if (array.shape.length !== 2) return array;
  const [units, features] = array.shape as readonly [number, number];
  if (channels === 0) return permuted(array, [1, 0]);
  const places = { shape: [units, channels, features / channels], values: array.values };
  return { shape: [features, units], values: permuted(places, [2, 1, 0]).values };
}

/** The other way round, from our layout to PyTorch's; `channels` as there. */
export function toPytorchLayout(array: ShapedValues, channels = 0): ShapedValues {
  if (array.shape.length === 4) return permuted(array, [3, 2, 0, 1]);
  if (array.shape.length !== 2) return array;
  const [features, units] = array.shape as readonly [number, number];
  if (channels === 0) return permuted(array, [1, 0]);
  const places = { shape: [features / channels, channels, units], values: array.values };
  return { shape: [units, features], values: permuted(places, [2, 1, 0]).values };
}

/** The array with its axes in another order: axis i of the result is axis `order[i]` of what is given. */
export function permuted({ shape, values }: ShapedValues, order: readonly number[]): ShapedValues {
  const strides = rowMajor(shape);
  const edges = order.map((axis) => shape[axis] as number);
  return {
    shape: edges,
    values: gathered(
      values,
      edges,
      order.map((axis) => strides[axis] as number),
    ),
  };
}
