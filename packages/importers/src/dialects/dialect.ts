import type { ShapedValues } from '@attgan/nets';

/** How another program names and lays out the tensors of an AttGAN. */
export interface Dialect {
  /** The preset with its constants. */
  readonly preset: 'pytorch-128' | 'tf-128';
  /** Name of the kernel of a layer, counted from 0. */
  encoderKernel(layer: number): string;
  decoderKernel(layer: number): string;
  criticKernel?(layer: number): string;
  /** The names of all tensors of one network, by ours. */
  names(ours: readonly string[]): ReadonlyMap<string, string>;
  /** A shape in our layout as the program has it, and back. */
  theirShape(shape: readonly number[]): readonly number[];
  ourShape(shape: readonly number[]): readonly number[];
  /** @param channels of the feature map that a dense layer takes; 0 for other layers */
  toOurs(array: ShapedValues, channels: number): ShapedValues;
  /** Tensors that say nothing to an editor. */
  ignores(name: string): boolean;
}
