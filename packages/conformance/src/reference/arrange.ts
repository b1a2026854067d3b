import { sizeOf, Values } from '../values.ts';

// Where numbers go, not what becomes of them. Positions are lists of one index for each axis.

/** The number at a position. */
export function at({ shape, data }: Values, position: readonly number[]): number {
  return data[position.reduce((offset, index, axis) => offset * (shape[axis] as number) + index, 0)] as number;
}

/** Values whose number at each position is what `read` gives. */
export function fill(shape: readonly number[], read: (position: readonly number[]) => number): Values {
  const position = shape.map(() => 0);
  const data = new Float64Array(sizeOf(shape));
  for (let offset = 0; offset < data.length; offset++) {
    data[offset] = read(position);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      position[axis] = (position[axis] as number) + 1;
      if ((position[axis] as number) < (shape[axis] as number)) break;
      position[axis] = 0;
    }
  }
  return new Values(shape, data);
}

export function reshape({ data }: Values, shape: readonly number[]): Values {
  return new Values(shape, data);
}

export function transpose(x: Values, order: readonly number[]): Values {
  return fill(
    order.map((axis) => x.shape[axis] as number),
    (position) =>
      at(
        x,
        x.shape.map((_, axis) => position[order.indexOf(axis)] as number),
      ),
  );
}

export function slice(x: Values, begin: readonly number[], size: readonly number[]): Values {
  return fill(size, (position) =>
    at(
      x,
      position.map((index, axis) => index + (begin[axis] as number)),
    ),
  );
}

export function tile(x: Values, times: readonly number[]): Values {
  const shape = x.shape.map((edge, axis) => edge * (times[axis] as number));
  return fill(shape, (position) =>
    at(
      x,
      position.map((index, axis) => index % (x.shape[axis] as number)),
    ),
  );
}

export function concatenate(parts: readonly Values[], axis: number): Values {
  const edges = parts.map(({ shape }) => shape[axis] as number);
  const total = edges.reduce((sum, edge) => sum + edge, 0);
  return fill((parts[0] as Values).shape.with(axis, total), (position) => {
    let index = position[axis] as number;
    let part = 0;
    while (index >= (edges[part] as number)) index -= edges[part++] as number;
    return at(parts[part] as Values, position.with(axis, index));
  });
}

export function pad(x: Values, margins: readonly (readonly [number, number])[], value: number): Values {
  const shape = x.shape.map((edge, axis) => edge + (margins[axis]?.[0] ?? 0) + (margins[axis]?.[1] ?? 0));
  return fill(shape, (position) => {
    const inner = position.map((index, axis) => index - (margins[axis]?.[0] ?? 0));
    return inner.every((index, axis) => index >= 0 && index < (x.shape[axis] as number)) ? at(x, inner) : value;
  });
}

export function gather(x: Values, indices: readonly number[], axis: number): Values {
  const shape = x.shape.with(axis, indices.length);
  return fill(shape, (position) => at(x, position.with(axis, indices[position[axis] as number] as number)));
}
