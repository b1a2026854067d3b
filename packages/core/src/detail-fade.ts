/**
 * Where edits are given back less of the detail that reconstructions lose: what an edit replaces, such as hair, takes its detail along.
 * By how much edit and reconstruction differ at a pixel, the mean absolute difference of its channels, pixels being in [−1, 1].
 */
export interface DetailFade {
  /** Up to here all of it is given back. */
  readonly from: number;
  /** From here on none; above `from`. */
  readonly to: number;
}
