import { join } from 'node:path';

/** The parts of an installed binding folder. */
export function bindingPaths(folder: string) {
  return {
    addon: join(folder, 'attgan_tensorflow.node'),
    /** Set up before TensorFlow starts. */
    early: join(folder, 'libattgan_early.so'),
    /** TensorFlow.js's kernel layer, CommonJS. */
    layer: join(folder, 'layer'),
    /** Stands in for the package that the layer requires, so that it drives our TensorFlow.js and no second one. */
    shims: join(folder, 'node_modules'),
  };
}

/** Where the shims look for TensorFlow.js. */
export const SHARED_TFJS = Symbol.for('attgan.tfjs');
