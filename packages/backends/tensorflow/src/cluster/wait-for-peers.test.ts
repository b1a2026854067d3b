import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { waitForPeers } from './wait-for-peers.ts';

async function listening(port = 0): Promise<{ readonly server: Server; readonly address: string }> {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  return { server, address: `127.0.0.1:${(server.address() as AddressInfo).port}` };
}

test('it waits for a process that comes later', async () => {
  const { server, address } = await listening();
  await once(server.close(), 'close');
  const waiting = waitForPeers({ addresses: ['127.0.0.1:1', address], task: 0, timeout: 30 });
  await setTimeout(300);
  const late = await listening(Number(address.split(':')[1]));
  await waiting;
  late.server.close();
});

test('processes that do not come are named', async () => {
  const { server, address } = await listening();
  await once(server.close(), 'close');
  const addresses = ['127.0.0.1:1', address, '127.0.0.1:2'];
  await expect(waitForPeers({ addresses, task: 0, timeout: 0.3 })).rejects.toThrow(
    `Processes 1 (${address}), 2 (127.0.0.1:2) of the cluster did not come within 0.3 s.`,
  );
});

test('the wait can be interrupted', async () => {
  const stop = new AbortController();
  const waiting = waitForPeers({
    addresses: ['127.0.0.1:1', '127.0.0.1:2'],
    task: 0,
    timeout: 60,
    signal: stop.signal,
  });
  stop.abort();
  await expect(waiting).rejects.toThrow('Stopped while waiting for the other processes.');
});
