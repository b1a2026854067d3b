import type { Backend } from '@attgan/core';
import { registerGradients, type GainsFromPrepared } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { getThreadsCount, version_wasm as version } from '@tensorflow/tfjs-backend-wasm';
import { registerKernels } from './kernels/index.ts';

/** How tfjs makes the backend; `removeBackend` forgets it. */
const factory = tf.findBackendFactory('wasm');

let prepared = false;

/** Makes wasm the current backend of TensorFlow.js. */
export async function open(): Promise<Backend> {
  await registerGradients();
  if (!prepared) registerKernels();
  prepared = true;
  if (tf.findBackendFactory('wasm') == null) tf.registerBackend('wasm', factory);
  await tf.setBackend('wasm');
  Object.assign(tf.backend(), { gainsFromPrepared: true } satisfies GainsFromPrepared);
  const simd = await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT');
  return {
    name: 'wasm',
    description: `WebAssembly (tfjs-backend-wasm ${version}), ${simd ? 'vector instructions, ' : ''}${threadsText()}`,
    close: async () => tf.removeBackend('wasm'),
  };
}

/** One in Node; in a page that is isolated from other origins, as many as there are cores. */
function threadsText(): string {
  const threads = Math.max(1, getThreadsCount());
  return threads === 1 ? '1 thread' : `${threads} threads`;
}
