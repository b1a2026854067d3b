/** Weights of the four pixels around a place, by the cubic of Catmull and Rom: they sum to 1, and at a pixel give that pixel. */
export function cubicWeights(t: number, weights: Float64Array): void {
  const [square, cube] = [t * t, t * t * t];
  weights[0] = (-cube + 2 * square - t) / 2;
  weights[1] = (3 * cube - 5 * square + 2) / 2;
  weights[2] = (-3 * cube + 4 * square + t) / 2;
  weights[3] = (cube - square) / 2;
}
