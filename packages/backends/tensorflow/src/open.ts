import { availableParallelism } from 'node:os';
import { AttganError, type Backend } from '@attgan/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Folders } from './folders.ts';
import { gpuProblemHere } from './gpu-problem.ts';
import { registerKernels } from './kernels/index.ts';
import { type Loadable, type Loaded, load } from './load.ts';
import { verifyOnce } from './verify-once.ts';
import { bindingPaths } from './paths.ts';
import { layerOf, type Published } from './published.ts';

export interface OpenRequest {
  /** Our own installation, or a published binding. */
  readonly found: Folders | Published;
  /** `cpu`, `gpu`, or `gpu:1` for the second GPU. */
  readonly device: string;
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
    loaded = { device: request.device, threads, library: await load(await loadable(request.found)) };
    // The kernels registered here are our C++, for the CPU.
    if (request.device === 'cpu' && 'binding' in request.found) registerKernels();
  }
  const { binding, createBackend } = loaded.library;
  if (request.device !== 'cpu' && !binding.isUsingGpuDevice()) {
    throw new AttganError(`TensorFlow finds no GPU: ${await gpuProblemHere()}.`);
  }
  if (tf.findBackendFactory('tensorflow') == null) tf.registerBackend('tensorflow', createBackend);
  await tf.setBackend('tensorflow');
  const on =
    request.device !== 'cpu'
      ? request.device.replace('gpu', 'GPU')
      : `the CPU, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
  return {
    name: 'tensorflow',
    description: `TensorFlow ${binding.TF_Version} on ${on}${'binding' in request.found ? '' : `, by ${request.found.name} ${request.found.version} of ${request.found.folder}`}`,
    close: async () => tf.removeBackend('tensorflow'),
  };
}

async function loadable(found: Folders | Published): Promise<Loadable> {
  if ('binding' in found) {
    await verifyOnce(found.library);
    await verifyOnce(found.binding);
    const { addon, layer } = bindingPaths(found.binding);
    return { addon, layer, remedy: 'Try `attgan backends install tensorflow --force`.' };
  }
  const remedy = `The binding comes from ${found.folder}; \`attgan backends install tensorflow\` compiles one for this machine.`;
  return { addon: found.addon, layer: await layerOf(found), remedy };
}

/** TensorFlow reads these while it is being loaded. */
function setEnvironment(device: OpenRequest['device'], threads: number): void {
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
  process.env['TF_NUM_INTRAOP_THREADS'] = String(threads);
  process.env['TF_NUM_INTEROP_THREADS'] ??= '1';
  const [kind, index] = device.split(':');
  if (kind === 'cpu') process.env['CUDA_VISIBLE_DEVICES'] = '-1';
  if (index !== undefined) process.env['CUDA_VISIBLE_DEVICES'] = index;
  // Left to itself, TensorFlow takes all of a GPU's memory at once.
  process.env['TF_FORCE_GPU_ALLOW_GROWTH'] ??= 'true';
}
