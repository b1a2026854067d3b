import * as tf from '@tensorflow/tfjs-core';
import { conv2dBackpropFilter } from './conv2d-backprop-filter.ts';
import { conv2dBackpropInput } from './conv2d-backprop-input.ts';
import { withExplicitPadding } from './explicit-padding.ts';
import { fasterLeakyRelu } from './leaky-relu.ts';
import { log1p } from './log1p.ts';
import { fasterMatMul } from './matmul.ts';
import { fasterSlice } from './slice.ts';
import { accurateSum } from './sum.ts';
import { fasterTile } from './tile.ts';

/** Registers what the wasm backend lacks for training, and replaces what it has but slowly. Once a process. */
export function registerKernels(): void {
  for (const kernel of [
    conv2dBackpropFilter,
    conv2dBackpropInput,
    withExplicitPadding(existing(tf.Conv2D)),
    withExplicitPadding(existing(tf.FusedConv2D)),
    log1p,
    fasterLeakyRelu(existing(tf.LeakyRelu)),
    fasterMatMul(existing(tf.BatchMatMul)),
    fasterSlice(existing(tf.Slice)),
    accurateSum(existing(tf.Sum)),
    fasterTile(existing(tf.Tile)),
  ]) {
    const { kernelName, backendName } = kernel;
    if (tf.getKernel(kernelName, backendName) != null) tf.unregisterKernel(kernelName, backendName);
    tf.registerKernel(kernel);
  }
}

function existing(kernelName: string): tf.KernelConfig {
  return tf.getKernel(kernelName, 'wasm');
}
