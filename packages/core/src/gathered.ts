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
  const at = shape.map(() => 0);
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

/** How far apart neighbours along each axis lie in row-major order. */
export function rowMajor(shape: readonly number[]): number[] {
  return shape.map((_, axis) => shape.slice(axis + 1).reduce((product, edge) => product * edge, 1));
}
