import * as tf from '@tensorflow/tfjs-core';
import { AttganError, type Backend } from '@attgan/core';
import { availableParallelism } from 'node:os';
import { registerKernels } from './kernels/index.ts';
import { type Loaded, load } from './load.ts';

export interface OpenOptions {
  readonly threads?: number | undefined;
}

/** TensorFlow lives as long as the process: its libraries cannot be unloaded, nor its threads be changed. */
let loaded: { readonly folder: string; readonly threads: number; readonly library: Loaded } | undefined;

/**
 * Makes TensorFlow the current backend of TensorFlow.js.
 * @throws AttganError when this process has loaded TensorFlow with another number of threads
 */
export async function openFolder(folder: string, options: OpenOptions): Promise<Backend> {
  const threads = options.threads ?? loaded?.threads ?? availableParallelism();
  if (loaded === undefined) {
    setEnvironment(threads);
    loaded = { folder, threads, library: await load(folder) };
    registerKernels();
  } else if (loaded.threads !== threads) {
    throw new AttganError(
      `TensorFlow runs with ${loaded.threads} threads in this process already and cannot change to ${threads}.`,
    );
  }
  const { library } = loaded;
  tf.registerBackend('tensorflow', () => library.createBackend());
  await tf.setBackend('tensorflow');
  const device = library.binding.isUsingGpuDevice()
    ? 'a GPU'
    : `the CPU, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
  return {
    name: 'tensorflow',
    description: `TensorFlow ${library.binding.TF_Version} on ${device}`,
    close: async () => tf.removeBackend('tensorflow'),
  };
}

/** TensorFlow reads these when its library is loaded. What the user set stays. */
function setEnvironment(threads: number): void {
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
  process.env['TF_NUM_INTRAOP_THREADS'] = String(threads);
  process.env['TF_NUM_INTEROP_THREADS'] ??= '1';
}
