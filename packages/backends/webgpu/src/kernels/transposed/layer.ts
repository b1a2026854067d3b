/** A transposed convolution as its shader sees it. Kernels are square, steps equal on both axes. */
export interface Layer {
  readonly batch: number;
  /** Of what goes in. */
  readonly height: number;
  readonly width: number;
  /** Channels of the image that goes in; 0 where only a code does. */
  readonly channels: number;
  /** Numbers of the code, which stands beside every position after the channels; 0 without one. */
  readonly codes: number;
  /** Channels that the filter has for each result: those above, and perhaps some that stand for nothing. */
  readonly stored: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly outputs: number;
  readonly kernel: number;
  readonly stride: number;
  /** Pixels that the padding puts before the first row and the first column of what comes out. */
  readonly top: number;
  readonly left: number;
  /** Whether the filter's numbers are two halves in each integer. */
  readonly halves: boolean;
  /** What follows the sums. */
  readonly scale: boolean;
  readonly shift: boolean;
  readonly features: boolean;
  readonly activation: 'linear' | 'relu' | 'tanh';
}

/** Positions that have a pixel of each remainder of rows and columns modulo the stride: [height, width]. */
export function gridOf({ outHeight, outWidth, stride }: Layer): readonly [number, number] {
  return [Math.ceil(outHeight / stride), Math.ceil(outWidth / stride)];
}
