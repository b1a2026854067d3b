import * as tf from '@tensorflow/tfjs-core';

/** A property of tfjs's backend: whether it is quicker with filters that were rearranged beforehand than with those of a model. */
export interface GainsFromPrepared {
  readonly gainsFromPrepared?: boolean;
}

/** Whether the current backend gains from filters that are prepared once and applied often. */
export function gainsFromPrepared(): boolean {
  return (tf.backend() as GainsFromPrepared).gainsFromPrepared === true;
}
