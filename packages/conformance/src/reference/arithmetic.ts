import { sizeOf, Values } from '../values.ts';
import { at, fill } from './arrange.ts';

/** `combine` of numbers that stand at the same position, axes of size 1 repeated as in NumPy. */
export function broadcast(a: Values, b: Values, combine: (a: number, b: number, index: number) => number): Values {
  const rank = Math.max(a.shape.length, b.shape.length);
  const edge = ({ shape }: Values, axis: number): number => shape[axis - rank + shape.length] ?? 1;
  const shape = Array.from({ length: rank }, (_, axis) => Math.max(edge(a, axis), edge(b, axis)));
  let index = 0;
  const read = (x: Values, position: readonly number[]): number =>
    at(
      x,
      x.shape.map((size, axis) => (size === 1 ? 0 : (position[axis + rank - x.shape.length] as number))),
    );
  return fill(shape, (position) => combine(read(a, position), read(b, position), index++));
}

/** `combine` of all numbers that differ only in `axes`; these stay with size 1 where `keep` is set. */
export function reduce(
  x: Values,
  axes: readonly number[],
  keep: boolean,
  combine: (numbers: readonly number[], index: number) => number,
): Values {
  const kept = x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  const inner = x.shape.map((size, axis) => (axes.includes(axis) ? size : 1));
  let index = 0;
  const reduced = fill(kept, (position) => {
    const own = fill(inner, (offset) =>
      at(
        x,
        position.map((place, axis) => place + (offset[axis] as number)),
      ),
    );
    return combine([...own.data], index++);
  });
  return keep
    ? reduced
    : new Values(
        x.shape.filter((_, axis) => !axes.includes(axis)),
        reduced.data,
      );
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

export function mean(numbers: readonly number[]): number {
  return sum(numbers) / numbers.length;
}

/** op(a)·op(b) over the last two axes; earlier axes count products, and 1 of them repeats. */
export function multiply(a: Values, b: Values, transposeA = false, transposeB = false): Values {
  const [aRows, aColumns] = a.shape.slice(-2) as [number, number];
  const [bRows, bColumns] = b.shape.slice(-2) as [number, number];
  const [rows, inner] = transposeA ? [aColumns, aRows] : [aRows, aColumns];
  const columns = transposeB ? bRows : bColumns;
  const batch = a.shape.length >= b.shape.length ? a.shape.slice(0, -2) : b.shape.slice(0, -2);
  const result = new Float64Array(sizeOf(batch) * rows * columns);
  const [aSize, bSize] = [aRows * aColumns, bRows * bColumns];
  for (let product = 0; product < sizeOf(batch); product++) {
    const aStart = (product * aSize) % a.data.length;
    const bStart = (product * bSize) % b.data.length;
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        let total = 0;
        for (let k = 0; k < inner; k++) {
          const left = a.data[aStart + (transposeA ? k * aColumns + row : row * aColumns + k)] as number;
          const right = b.data[bStart + (transposeB ? column * bColumns + k : k * bColumns + column)] as number;
          total += left * right;
        }
        result[(product * rows + row) * columns + column] = total;
      }
    }
  }
  return new Values([...batch, rows, columns], result);
}

/** x [..., channels] plus a number for each channel. */
export function addChannels(x: Values, bias: Values): Values {
  const channels = bias.data.length;
  return new Values(
    x.shape,
    x.data.map((value, index) => value + (bias.data[index % channels] as number)),
  );
}
