/** The pixels of one axis of a convolution's input that share their remainder modulo the stride. */
export interface Phase {
  readonly count: number;
  /** The positions in the filter that reach these pixels. */
  readonly taps: readonly number[];
  /** Pixel i of the phase receives taps[j] from pixel first + i − j of dy, where that exists. */
  readonly first: number;
}

/**
 * One phase for each remainder 0..stride − 1. All have the same count, so that they can be interleaved: the last
 * pixels may lie beyond the input and are to be cut off.
 * @param size of the convolution's input along the axis
 * @param kernel taps along the axis
 * @param padding before the first pixel
 */
export function phases(size: number, kernel: number, stride: number, padding: number): Phase[] {
  const count = Math.ceil(size / stride);
  return Array.from({ length: stride }, (_, remainder) => {
    // Pixel y = stride·i + remainder receives filter[k]·dy[(y + padding − k) / stride] for every k that divides evenly.
    const taps: number[] = [];
    for (let k = (remainder + padding) % stride; k < kernel; k += stride) taps.push(k);
    return { count, taps, first: Math.floor((remainder + padding) / stride) };
  });
}
