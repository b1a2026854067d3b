import { randomKey, uniform } from '@attgan/core';
import * as tf from '@tensorflow/tfjs-core';

/** Numbers of a shape in float64: what references take and give. A class, so that trees know it for a leaf. */
export class Values {
  readonly shape: readonly number[];
  readonly data: Float64Array;

  constructor(shape: readonly number[], data: ArrayLike<number>) {
    this.shape = shape;
    this.data = data instanceof Float64Array ? data : Float64Array.from(data);
  }
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, edge) => product * edge, 1);
}

/** Numbers uniform in [low, high) that depend on `name` alone. Exact in float32, so that both sides start from the same. */
export function draw(name: string, shape: readonly number[], low = -1, high = 1): Values {
  return new Values(shape, Float64Array.from(uniform(randomKey(1, 'conformance', name), sizeOf(shape), low, high)));
}

/** `replace` applied to every number. */
export function map(values: Values, replace: (value: number, index: number) => number): Values {
  return new Values(values.shape, values.data.map(replace));
}

export function toTensor({ shape, data }: Values, dtype: 'float32' | 'int32' = 'float32'): tf.Tensor {
  return tf.tensor(dtype === 'float32' ? Float32Array.from(data) : Int32Array.from(data), [...shape], dtype);
}
