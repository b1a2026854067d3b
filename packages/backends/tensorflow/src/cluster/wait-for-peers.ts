import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { AttganError, InterruptedError, type ClusterPlace } from '@attgan/core';

/** Milliseconds between attempts to reach a process. */
const PAUSE = 200;

/**
 * Waits until every other process listens. TensorFlow itself would wait without saying for whom, and without letting itself be
 * interrupted.
 * @throws AttganError that names those that did not come in time
 * @throws InterruptedError when the place's signal is aborted
 */
export async function waitForPeers({ addresses, task, timeout, signal }: ClusterPlace): Promise<void> {
  const end = performance.now() + timeout * 1000;
  const missing: string[] = [];
  await Promise.all(
    addresses.map(async (address, index) => {
      if (index === task) return;
      while (!(await listens(address))) {
        if (signal?.aborted === true) throw new InterruptedError('Stopped while waiting for the other processes.');
        if (performance.now() > end) {
          missing.push(`${index} (${address})`);
          return;
        }
        await setTimeout(PAUSE);
      }
    }),
  );
  if (missing.length === 0) return;
  const which = missing.length === 1 ? `Process ${missing[0]}` : `Processes ${missing.toSorted().join(', ')}`;
  throw new AttganError(
    `${which} of the cluster did not come within ${timeout} s. Start every process with the same --cluster and a --task of its own, and see that this machine can reach them; --cluster.timeout waits longer.`,
  );
}

async function listens(address: string): Promise<boolean> {
  const colon = address.lastIndexOf(':');
  const host = address.slice(0, colon).replace(/^\[(.*)\]$/, '$1');
  const socket = connect({ host, port: Number(address.slice(colon + 1)), timeout: 5000 });
  socket.on('timeout', () => socket.destroy(new Error('no answer')));
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
