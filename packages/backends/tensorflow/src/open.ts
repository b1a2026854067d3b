import { availableParallelism } from 'node:os';
import { AttganError, type Backend, type ClusterPlace } from '@attgan/core';
import * as tf from '@tensorflow/tfjs-core';
import { joinCluster, setClusterEnvironment } from './cluster/join-cluster.ts';
import { defaultJoin } from './default-join.ts';
import type { Folders } from './folders.ts';
import { gpuProblemHere } from './gpu-problem.ts';
import { registerKernels, type KernelSource } from './kernels/index.ts';
import { type Loadable, type Loaded, load, type TensorflowKernelBackend } from './load.ts';
import { verifyOnce } from './verify-once.ts';
import { bindingPaths } from './paths.ts';
import { layerOf, type Published } from './published.ts';
import { createRecorder } from './recording/recorder.ts';

export interface OpenRequest {
  /** Our own installation, or a published binding. */
  readonly found: Folders | Published;
  /** `cpu`, `gpu`, or `gpu:1` for the second GPU. */
  readonly device: string;
  readonly threads?: number | undefined;
  /** Whether updates and edits are recorded: where that is possible, always or else an error, or never. */
  readonly graph: 'auto' | 'on' | 'off';
  /** Whether XLA compiles what is recorded; then with TensorFlow's own kernels, as it knows no others. */
  readonly compile: 'off' | 'xla';
  /** Of products on a GPU. */
  readonly precision: 'float32' | 'tf32';
  /** Whose fused kernels run: TensorFlow's own, or ours where the device and the binding have them. */
  readonly kernels: 'auto' | 'tensorflow';
  /** Up to how many numbers tensors have that optimizers step joined; absent where the device decides. */
  readonly joinUpTo?: number | undefined;
  /** Whether equal inputs give equal bits on a GPU. */
  readonly deterministic: boolean;
  /** Where several processes train together. */
  readonly place?: ClusterPlace | undefined;
}

/** TensorFlow lives as long as the process: its libraries cannot be unloaded, nor its threads be changed. */
let loaded:
  | {
      readonly device: string;
      readonly threads: number;
      readonly cluster: string;
      readonly kernels: KernelSource;
      readonly library: Loaded;
    }
  | undefined;

/**
 * Makes TensorFlow the current backend of TensorFlow.js.
 * @throws AttganError when this process runs TensorFlow otherwise already, when TensorFlow finds no GPU to run on, or when the
 * other processes of its cluster do not come
 */
export async function open(request: OpenRequest): Promise<Backend> {
  const threads = request.threads ?? loaded?.threads ?? availableParallelism();
  if (loaded !== undefined && (loaded.threads !== threads || loaded.device !== request.device)) {
    throw new AttganError(
      `This process runs TensorFlow on the ${loaded.device} with ${loaded.threads} threads and cannot change to the ${request.device} with ${threads}. Start another process.`,
    );
  }
  const { place, found } = request;
  if (request.graph === 'off' && request.compile === 'xla') {
    throw new AttganError(
      'compile: xla compiles what is recorded, and graph: off records nothing. Leave one of them out.',
    );
  }
  const cluster = place === undefined ? '' : [...place.addresses, place.task].join(' ');
  if (loaded !== undefined && loaded.cluster !== cluster) {
    throw new AttganError('This process runs TensorFlow in another cluster, or alone. Start another process.');
  }
  if (place !== undefined && !('binding' in found)) {
    throw new AttganError(
      `The binding of ${found.name} cannot train in several processes. Run \`attgan backends install tensorflow\`.`,
    );
  }
  // Ours are compiled into our binding, and run on the CPU.
  const able = request.device === 'cpu' && 'binding' in found;
  const uncompiled = able && request.kernels === 'auto' ? 'own' : 'tensorflow';
  const kernels = request.compile === 'xla' ? 'xla' : uncompiled;
  if (loaded === undefined) {
    setEnvironment(request, threads);
    if (place !== undefined) setClusterEnvironment(place);
    loaded = { device: request.device, threads, cluster, kernels, library: await load(await loadable(found)) };
    registerKernels(kernels);
  }
  if (loaded.kernels !== kernels) {
    throw new AttganError(
      'This process runs TensorFlow with other kernels and cannot change them. Start another process.',
    );
  }
  const { binding, createBackend } = loaded.library;
  if (request.device !== 'cpu' && !binding.isUsingGpuDevice()) {
    throw new AttganError(`TensorFlow finds no GPU: ${await gpuProblemHere()}.`);
  }
  if (tf.findBackendFactory('tensorflow') == null) tf.registerBackend('tensorflow', createBackend);
  await tf.setBackend('tensorflow');
  const backend = tf.backend() as TensorflowKernelBackend;
  if (place !== undefined) await joinCluster(backend, place);
  backend.joinUpTo = request.joinUpTo ?? defaultJoin(request);
  const notices = recordOn(backend, request);
  const on =
    request.device !== 'cpu'
      ? request.device.replace('gpu', 'GPU')
      : `the CPU, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
  const by = 'binding' in found ? '' : `, by ${found.name} ${found.version} of ${found.folder}`;
  const compiled = request.compile === 'xla' ? ', compiled by XLA' : '';
  const among = place === undefined ? '' : `, in ${place.addresses.length} processes`;
  return {
    name: 'tensorflow',
    description: `TensorFlow ${binding.TF_Version} on ${on}${compiled}${by}${among}`,
    reportTo: (report) => void (notices.report = report),
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

/** @throws AttganError where recording is asked for, or needed, and the binding cannot do it */
function recordOn(
  backend: TensorflowKernelBackend,
  { graph, compile, found }: OpenRequest,
): { report?: (line: string) => void } {
  const notices: { report?: (line: string) => void } = {};
  const able = backend.binding.addFunction !== undefined;
  if ((graph === 'on' || compile === 'xla') && !able) {
    const by = 'binding' in found ? 'this binding' : `the binding of ${found.name}`;
    const asked = graph === 'on' ? 'graph: on' : 'compile: xla';
    throw new AttganError(
      `${by} cannot record, which ${asked} asks for. Run \`attgan backends install tensorflow\`, or leave it out.`,
    );
  }
  if (graph === 'off' || !able) {
    delete backend.recorder;
    return notices;
  }
  backend.recorder = createRecorder(backend, {
    compile: compile === 'xla',
    refused(name, reason) {
      if (graph === 'on')
        throw new AttganError(`${capital(name)} cannot be recorded: ${reason}. Leave --backend.graph out.`);
      notices.report?.(`${capital(name)} runs operation by operation, which takes longer: ${reason}.`);
    },
    uncompiled: (name, reason) => notices.report?.(`${capital(name)} is not compiled: ${reason}.`),
  });
  return notices;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** TensorFlow and CUDA read these while they are being loaded. */
function setEnvironment({ device, precision, deterministic }: OpenRequest, threads: number): void {
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
  process.env['TF_NUM_INTRAOP_THREADS'] = String(threads);
  process.env['TF_NUM_INTEROP_THREADS'] ??= '1';
  // Left to itself, TensorFlow computes with oneDNN on an x86 processor only if that has AVX-512 for neural networks.
  if (process.arch === 'x64') process.env['TF_ENABLE_ONEDNN_OPTS'] ??= '1';
  const [kind, index] = device.split(':');
  if (kind === 'cpu') process.env['CUDA_VISIBLE_DEVICES'] = '-1';
  if (index !== undefined) process.env['CUDA_VISIBLE_DEVICES'] = index;
  // Left to itself, TensorFlow takes all of a GPU's memory at once.
  process.env['TF_FORCE_GPU_ALLOW_GROWTH'] ??= 'true';
  if (kind === 'cpu') return;
  // Left to themselves, cuBLAS and cuDNN round what they multiply to 10 bits of mantissa.
  if (precision === 'float32') process.env['NVIDIA_TF32_OVERRIDE'] = '0';
  else delete process.env['NVIDIA_TF32_OVERRIDE'];
  if (deterministic) process.env['TF_DETERMINISTIC_OPS'] = '1';
}
