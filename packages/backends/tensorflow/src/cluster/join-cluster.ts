import { AttganError, type ClusterPlace } from '@attgan/core';
import type { NativeBinding, TensorflowKernelBackend } from '../load.ts';
import { clusterError, createCommunicator } from './create-communicator.ts';
import { serverDef } from './server-def.ts';
import { waitForPeers } from './wait-for-peers.ts';

const SERVER = 'ATTGAN_SERVER';

/** TensorFlow reads these while it is being loaded. */
export function setClusterEnvironment(place: ClusterPlace): void {
  process.env[SERVER] = Buffer.from(serverDef(place)).toString('hex');
  // An operation fails at once where another process is gone, rather than waiting for it to come back.
  process.env['GRPC_FAIL_FAST'] ??= 'use_caller';
  // What TensorFlow says of it is an error in JavaScript.
  if (process.env['TF_CPP_MIN_LOG_LEVEL'] === '2') process.env['TF_CPP_MIN_LOG_LEVEL'] = '3';
  const hosts = place.addresses.map((address) => address.replace(/:\d+$/, ''));
  process.env['no_grpc_proxy'] ??= [...new Set(hosts)].join(',');
}

/**
 * Waits for the other processes, and gives the backend its communicator.
 * @throws AttganError where this process cannot listen, or others do not come in time
 */
export async function joinCluster(backend: TensorflowKernelBackend, place: ClusterPlace): Promise<void> {
  delete process.env[SERVER];
  const native = backend.binding;
  if (native.clusterProblem !== '') {
    const address = place.addresses[place.task] as string;
    throw new AttganError(
      `Process ${place.task} cannot listen at ${address} (${native.clusterProblem}). See that its port is free, or choose another in --cluster.`,
    );
  }
  await waitForPeers(place);
  backend.binding = Object.create(native, {
    executeOp: {
      value(...given: Parameters<NativeBinding['executeOp']>) {
        try {
          return native.executeOp(...given);
        } catch (error) {
          throw clusterError(error);
        }
      },
    },
  }) as NativeBinding;
  const communicator = createCommunicator(backend, place);
  communicator.meet(place.timeout);
  native.watchCluster?.(place.addresses.length, place.task);
  backend.communicator = communicator;
}
