import { availableParallelism } from 'node:os';
import { AttganError, type Backend } from '@attgan/core';
import * as tf from '@tensorflow/tfjs-core';
import { registerKernels } from './kernels/index.ts';
import { type Loaded, load } from './load.ts';

export interface OpenRequest {
  /** The installed binding. */
  readonly folder: string;
  readonly device: 'cpu' | 'gpu';
  readonly threads?: number | undefined;
}

/** TensorFlow lives as long as the process: its libraries cannot be unloaded, nor its threads be changed. */
let loaded: { readonly device: string; readonly threads: number; readonly library: Loaded } | undefined;

/**
 * Makes TensorFlow the current backend of TensorFlow.js.
 * @throws AttganError when this process runs TensorFlow otherwise already, or when TensorFlow finds no GPU to run on
 */
export async function open(request: OpenRequest): Promise<Backend> {
  const threads = request.threads ?? loaded?.threads ?? availableParallelism();
  if (loaded !== undefined && (loaded.threads !== threads || loaded.device !== request.device)) {
    throw new AttganError(
      `This process runs TensorFlow on the ${loaded.device} with ${loaded.threads} threads and cannot change to the ${request.device} with ${threads}. Start another process.`,
    );
  }
  if (loaded === undefined) {
    setEnvironment(request.device, threads);
    loaded = { device: request.device, threads, library: await load(request.folder) };
    if (request.device === 'cpu') registerKernels();
  }
  const { binding, createBackend } = loaded.library;
  if (request.device === 'gpu' && !binding.isUsingGpuDevice()) {
    throw new AttganError(
      'TensorFlow finds no GPU: see what `nvidia-smi` says, and TF_CPP_MIN_LOG_LEVEL=0 for reasons.',
    );
  }
  if (tf.findBackendFactory('tensorflow') == null) tf.registerBackend('tensorflow', createBackend);
  await tf.setBackend('tensorflow');
  const on = request.device === 'gpu' ? 'a GPU' : `the CPU, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
  return {
    name: 'tensorflow',
    description: `TensorFlow ${binding.TF_Version} on ${on}`,
    close: async () => tf.removeBackend('tensorflow'),
  };
}

/** TensorFlow reads these while it is being loaded. */
function setEnvironment(device: OpenRequest['device'], threads: number): void {
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
  process.env['TF_NUM_INTRAOP_THREADS'] = String(threads);
  process.env['TF_NUM_INTEROP_THREADS'] ??= '1';
  if (device === 'cpu') process.env['CUDA_VISIBLE_DEVICES'] = '-1';
}
