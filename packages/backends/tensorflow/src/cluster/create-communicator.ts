import { AttganError, messageOf, type ClusterPlace } from '@attgan/core';
import type { Communicator } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import type { OperationAttribute, TensorflowKernelBackend } from '../load.ts';

/** All processes belong to one group. */
const GROUP = 1;
/**
 * How long a process may let the others wait once all have come, seconds: process 0 may be writing a model. Those that end or no
 * longer answer are noticed long before.
 */
const PATIENCE = 3600;

/** Numbers of what was exchanged in this process. */
const keys = new Map<string, number>();

/**
 * The communicator of TensorFlow's collectives: rings over gRPC, or NCCL between GPUs. Every kind and shape of tensor has an instance key of its
 * own, numbered in the order in which they are first used, which is the same in every process.
 */
export function createCommunicator(
  backend: TensorflowKernelBackend,
  { addresses, task }: ClusterPlace,
): Communicator & { meet(timeout: number): void } {
  const size = addresses.length;
  const keyOf = (what: string): number => {
    if (!keys.has(what)) keys.set(what, keys.size + 1);
    return keys.get(what) as number;
  };
  const { TF_ATTR_FLOAT, TF_ATTR_INT, TF_ATTR_STRING, TF_ATTR_TYPE } = backend.binding;
  const collective = (
    operation: string,
    x: tf.Tensor,
    attributes: readonly OperationAttribute[],
    timeout: number = PATIENCE,
  ): tf.Tensor => {
    const key = keyOf(JSON.stringify([operation, x.shape]));
    const common = [
      // DT_FLOAT
      { name: 'T', type: TF_ATTR_TYPE, value: 1 },
      { name: 'communication_hint', type: TF_ATTR_STRING, value: backend.binding.isUsingGpuDevice() ? 'auto' : 'ring' },
      { name: 'timeout_seconds', type: TF_ATTR_FLOAT, value: timeout },
      { name: 'Nordering_token', type: TF_ATTR_INT, value: 0 },
    ];
    return tf.tidy(() => {
      const numbers = [size, GROUP, key].map((number) => tf.scalar(number, 'int32'));
      return backend.executeSingleOutput(operation, [...common, ...attributes], [x, ...numbers]);
    });
  };
  const reduce = (x: tf.Tensor, last: 'Id' | 'Div', timeout?: number): tf.Tensor =>
    collective(
      'CollectiveReduceV2',
      x,
      [
        { name: 'merge_op', type: TF_ATTR_STRING, value: 'Add' },
        { name: 'final_op', type: TF_ATTR_STRING, value: last },
      ],
      timeout,
    );
  return {
    size,
    task,
    mean: <T extends tf.Tensor>(x: T) => reduce(x, 'Div') as T,
    gather: <T extends tf.Tensor>(x: T) => collective('CollectiveGatherV2', x, []) as T,
    // A sum, in which every process hears from its neighbours: one that only sends would wait for ever where another is gone.
    broadcast: <T extends tf.Tensor>(x: T) => tf.tidy(() => reduce(task === 0 ? x : tf.zerosLike(x), 'Id')) as T,
    meet: (timeout) => tf.tidy(() => void reduce(tf.scalar(0), 'Id', timeout).dataSync()),
  };
}

/** What TensorFlow says of a collective that failed, for users; other errors as they are. */
export function clusterError(error: unknown): unknown {
  const message = messageOf(error);
  if (!/collective|RingReduce|RingGather|RecvBuf/i.test(message)) return error;
  const task = /remote target \/job:\w+\/replica:\d+\/task:(\d+)/.exec(message)?.[1];
  const who = task === undefined ? 'Another process of the cluster' : `Process ${task} of the cluster`;
  const what = message.includes('timed out') ? 'does not answer' : 'is gone';
  return new AttganError(
    `${who} ${what}, so this one stopped; the last checkpoint of process 0 is intact. See what that process said, and start all of them again with --resume.`,
  );
}
