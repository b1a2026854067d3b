/** What a convolution leaves out at each end of an axis, so that the edge is ceil(edge / stride): TensorFlow's SAME. */
export interface Padding {
  readonly before: number;
  readonly after: number;
}

/** TensorFlow's SAME padding of a convolution: the odd pixel goes after. @param edge of what enters, pixels */
export function samePadding(edge: number, kernel: number, stride: number): Padding {
  const total = Math.max((Math.ceil(edge / stride) - 1) * stride + kernel - edge, 0);
  const before = Math.floor(total / 2);
  return { before, after: total - before };
}

/**
 * Along one axis, the outputs stride·j + phase of a transposed convolution are an ordinary convolution of stride 1, by every
 * stride-th tap of the kernel.
 */
export interface Phase {
  /** Places in the transposed convolution's kernel, for each place of the phase's own. */
  readonly taps: readonly number[];
  /** How far the phase's kernel reaches over each end of the axis. */
  readonly padding: Padding;
}

/**
 * The phases of a transposed convolution whose edge grows by `stride`, with SAME padding, one for each remainder of the output's
 * place. Output o is the sum of x[i]·kernel[k] over stride·i − before + k = o.
 * @param edge of what enters, pixels
 */
export function phasesOf(edge: number, kernel: number, stride: number): Phase[] {
  const { before } = samePadding(edge * stride, kernel, stride);
  return Array.from({ length: stride }, (_, phase) => {
    const taps: number[] = [];
    // From the largest tap, which takes the input farthest to the front.
    for (let tap = kernel - 1; tap >= 0; tap--) if ((phase + before - tap) % stride === 0) taps.push(tap);
    const offsets = taps.map((tap) => (phase + before - tap) / stride);
    return { taps, padding: { before: -(offsets[0] ?? 0), after: offsets.at(-1) ?? 0 } };
  });
}
