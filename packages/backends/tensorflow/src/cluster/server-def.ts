import type { ClusterPlace } from '@attgan/core';
import { protobuf } from '@attgan/formats';

const { bytes, integer, message } = protobuf;

const JOB = 'worker';

/** The process that gives the groups of all their members. */
const LEADER = `/job:${JOB}/replica:0/task:0`;

/** TensorFlow's ServerDef of one process: where all are, and which one this is. */
export function serverDef({ addresses, task }: ClusterPlace): Uint8Array {
  const tasks = addresses.map((address, index) => bytes(2, message(integer(1, index), bytes(2, address))));
  const cluster = message(bytes(1, message(bytes(1, JOB), ...tasks)));
  // ConfigProto { experimental { collective_group_leader } }
  const config = bytes(16, message(bytes(1, LEADER)));
  return message(bytes(1, cluster), bytes(2, JOB), integer(3, task), bytes(4, config), bytes(5, 'grpc'));
}
