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
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, edge) => product * edge, 1));
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

/**
 * The elements of a strided view in row-major order.
 * @param strides how far apart neighbours along each axis lie, in elements
 * @param offset where the first element lies
 */
export function gathered(
  values: Float32Array,
  shape: readonly number[],
  strides: readonly number[],
  offset = 0,
): Float32Array {
  const result = new Float32Array(shape.reduce((product, edge) => product * edge, 1));
  const at = new Array<number>(shape.length).fill(0);
  let from = offset;
  for (let to = 0; to < result.length; to++) {
    result[to] = values[from] as number;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis] as number;
      at[axis] = (at[axis] as number) + 1;
      if ((at[axis] as number) < (shape[axis] as number)) break;
      from -= (strides[axis] as number) * (shape[axis] as number);
      at[axis] = 0;
    }
  }
  return result;
}
