import { AttganError } from '@attgan/core';
import type { Dialect } from './dialect.ts';

const LEAVES: Readonly<Record<string, string>> = {
  kernel: 'weights',
  gain: 'BatchNorm/gamma',
  bias: 'BatchNorm/beta',
  mean: 'BatchNorm/moving_mean',
  variance: 'BatchNorm/moving_variance',
};

/** What AttGAN-Tensorflow's networks are called: encoder and decoder, in master and in branch v1. */
export const TENSORFLOW_SCOPES = [
  ['UNetGenc', 'UNetGdec'],
  ['Genc', 'Gdec'],
] as const;

/** AttGAN-Tensorflow's variables, whose layout is ours. */
export function tensorflowDialect(encoder: string, decoder: string): Dialect {
  const convolution = (layer: number): string => `${encoder}/Conv${numbered(layer)}`;
  const transposed = (layer: number): string => `${decoder}/Conv2d_transpose${numbered(layer)}`;
  return {
    preset: 'tf-128',
    encoderKernel: (layer) => `${convolution(layer)}/weights`,
    decoderKernel: (layer) => `${transposed(layer)}/weights`,
    names(ours) {
      const stages = new Set(ours.map((name) => /^decoder\/stages\/(\d+)\//.exec(name)?.[1]));
      stages.delete(undefined);
      const theirs = (name: string): string => {
        const [, part = '', layer = '', leaf = ''] =
          /^(encoder|decoder\/stages|decoder)\/(\d+)\/(\w+)$/.exec(name) ?? [];
        const place = LEAVES[leaf];
        if (place !== undefined) {
          return `${part === 'encoder' ? convolution(Number(layer)) : transposed(Number(layer))}/${place}`;
        }
        if (name === 'decoder/image/kernel') return `${transposed(stages.size)}/weights`;
        if (name === 'decoder/image/bias') return `${transposed(stages.size)}/biases`;
        throw new AttganError(`AttGAN's TensorFlow program has no variable for ${name}.`);
      };
      return new Map(ours.map((name) => [name, theirs(name)]));
    },
    theirShape: (shape) => shape,
    ourShape: (shape) => shape,
    toOurs: (array) => array,
    ignores: () => false,
  };
}

/** TensorFlow leaves the number out where it is 0. */
function numbered(layer: number): string {
  return layer === 0 ? '' : `_${layer}`;
}
