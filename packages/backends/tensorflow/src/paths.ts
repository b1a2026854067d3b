import { join } from 'node:path';

/** The parts of an installed binding folder. */
export function bindingPaths(folder: string) {
  return {
    addon: join(folder, 'attgan_tensorflow.node'),
    /** Set up before TensorFlow starts. */
    early: join(folder, 'libattgan_early.so'),
    /** TensorFlow.js's kernel layer, CommonJS. */
    layer: join(folder, 'layer'),
  };
}

/** Where the layer finds the TensorFlow.js that it is to drive. */
export const SHARED_TFJS = Symbol.for('attgan.tfjs');
