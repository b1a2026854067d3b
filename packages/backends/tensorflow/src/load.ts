import { createRequire } from 'node:module';
import { join } from 'node:path';
import { AttganError, messageOf } from '@attgan/core';
import { registerGradients, type Communicator, type GainsFromJoined, type Recorder } from '@attgan/kernels';
import type * as tf from '@tensorflow/tfjs-core';
import tfjs from '@tensorflow/tfjs-core';
import { SHARED_TFJS } from './paths.ts';

/** What we use of the native binding. */
export interface NativeBinding {
  readonly TF_Version: string;
  readonly TF_ATTR_STRING: number;
  readonly TF_ATTR_INT: number;
  readonly TF_ATTR_FLOAT: number;
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_TYPE: number;
  isUsingGpuDevice(): boolean;
  createTensor(shape: readonly number[], dtype: number, values: ArrayBufferView | readonly Uint8Array[]): number;
  tensorDataSync(id: number): ArrayBufferView;
  executeOp(
    name: string,
    attributes: readonly OperationAttribute[],
    inputs: readonly number[],
    outputs: number,
  ): readonly OutputInfo[];
  /** Ours alone, as in `native/functions.cc`; absent from published bindings. */
  addFunction?(name: string, graph: Uint8Array, inputs: number, outputs: Int32Array): void;
  removeFunction?(name: string): void;
  /** Why this process could not join its cluster; empty where it could, or has none. Ours alone, too. */
  readonly clusterProblem?: string;
  /** Has collectives fail once one of the other processes no longer answers. */
  watchCluster?(processes: number, task: number): void;
}

/** A tensor that TensorFlow made. */
export interface OutputInfo {
  readonly id: number;
  readonly shape: number[];
  readonly dtype: number;
}

/** What TensorFlow.js's backend knows of a tensor: its values until TensorFlow needs them, then TensorFlow's number of it. */
export interface TensorEntry {
  readonly id: number;
  readonly dtype: number;
  readonly values: ArrayBufferView | readonly Uint8Array[] | null;
}

/** An attribute of a TensorFlow operation. `type` is one of the binding's `TF_ATTR_*`. */
export interface OperationAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: number | boolean | string | readonly number[] | readonly string[];
}

/** TensorFlow.js's backend over the binding: any TensorFlow operation can be executed through it. */
export interface TensorflowKernelBackend extends tf.KernelBackend, GainsFromJoined {
  binding: NativeBinding;
  joinUpTo?: number;
  /** Runs recorded computations. */
  recorder?: Recorder;
  /** Present where several processes train together. */
  communicator?: Communicator;
  readonly tensorMap: { get(dataId: tf.DataId): TensorEntry };
  /** Gives TensorFlow the values that it does not have yet. */
  getInputTensorIds(tensors: readonly tf.TensorInfo[]): number[];
  createOutputTensor(info: OutputInfo): tf.Tensor;
  executeSingleOutput(
    name: string,
    attributes: readonly OperationAttribute[],
    inputs: readonly tf.TensorInfo[],
  ): tf.Tensor;
  executeMultipleOutputs(
    name: string,
    attributes: readonly OperationAttribute[],
    inputs: readonly tf.TensorInfo[],
    outputs: number,
  ): tf.Tensor[];
}

export interface Loaded {
  readonly binding: NativeBinding;
  createBackend(): TensorflowKernelBackend;
}

interface Layer {
  NodeJSKernelBackend: new (binding: NativeBinding, packageName: string) => TensorflowKernelBackend;
}

/** A compiled binding and the folder of the JavaScript that drives it. */
export interface Loadable {
  readonly addon: string;
  readonly layer: string;
  /** What the user can do where the binding cannot be loaded. */
  readonly remedy: string;
}

/**
 * Loads a binding and registers its kernels with TensorFlow.js. The environment that TensorFlow reads
 * must be set before: it is read once a process.
 * @throws AttganError when the dynamic linker refuses it
 */
export async function load({ addon, layer, remedy }: Loadable): Promise<Loaded> {
  await registerGradients();
  Object.assign(globalThis, { [SHARED_TFJS]: tfjs });
  const require = createRequire(join(layer, 'index.js'));
  const binding = requireAddon(require, addon, remedy);
  const { NodeJSKernelBackend } = require('./nodejs_kernel_backend.js') as Layer;
  require('./register_all_kernels.js');
  return { binding, createBackend: () => new NodeJSKernelBackend(binding, 'attgan') };
}

function requireAddon(require: NodeJS.Require, addon: string, remedy: string): NativeBinding {
  try {
    return require(addon) as NativeBinding;
  } catch (error) {
    throw new AttganError(`TensorFlow cannot be loaded: ${messageOf(error)}. ${remedy}`);
  }
}
