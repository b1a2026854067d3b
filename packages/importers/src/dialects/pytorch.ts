import { fromPytorchLayout, pytorchNames } from '@attgan/nets';
import type { Dialect } from './dialect.ts';

/** AttGAN-PyTorch's state dicts. */
export const pytorchDialect: Dialect = {
  preset: 'pytorch-128',
  encoderKernel: (layer) => `enc_layers.${layer}.layers.0.weight`,
  decoderKernel: (layer) => `dec_layers.${layer}.layers.0.weight`,
  criticKernel: (layer) => `conv.${layer}.layers.0.weight`,
  names: pytorchNames,
  theirShape: ([...shape]) =>
    (shape.length === 4 ? [shape[3], shape[2], shape[0], shape[1]] : shape.reverse()) as number[],
  ourShape: ([...shape]) =>
    (shape.length === 4 ? [shape[2], shape[3], shape[1], shape[0]] : shape.reverse()) as number[],
  toOurs: fromPytorchLayout,
  // How many batches the averages have seen.
  ignores: (name) => name.endsWith('.num_batches_tracked'),
};
