import type { Line } from './sample-layers.ts';

/** Composes places of one row of the photo that it was made for, in place. */
export interface ComposeLine {
  /**
   * @param start where the pixel of place 0 is in the photo's pixels
   * @param line the places of the row in the layers
   * @param shares how much of the change each place takes, 0 to 1, from place 0 on
   * @param first the first place that is composed
   * @param last the place after the last
   */
  (start: number, line: Line, shares: Float32Array, first: number, last: number): void;
}
