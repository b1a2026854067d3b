import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isIPv6 } from 'node:net';
import { AttganError } from '@attgan/core';
import { answer } from './answer.ts';
import { servedFiles, type ServedModel } from './served-files.ts';
import { servedRun } from './served-run.ts';

export interface ServerOptions {
  /** Folder of the built page. */
  readonly site: string;
  readonly model: ServedModel;
  /** Folder of a training to show, on `training.html`. It is only read. */
  readonly run?: string;
  /** Name or address to listen on; `127.0.0.1` when absent, which only this machine reaches. */
  readonly host?: string;
  /** A free one when 0 or absent. */
  readonly port?: number;
}

export interface RunningServer {
  /** Where the page is. */
  readonly url: string;
  /** Stops at once, whatever is being sent. */
  close(): Promise<void>;
}

/** A reader that takes nothing for this long is given up, milliseconds. */
const IDLE = 60_000;
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Serves the page and its model.
 * @throws AttganError where the port is taken or the host is not this machine's
 */
export async function startServer({
  site,
  model,
  run,
  host = '127.0.0.1',
  port = 0,
}: ServerOptions): Promise<RunningServer> {
  const served = { ...(await servedFiles(site, model)), ...(run !== undefined && { run: servedRun(run) }) };
  const isHost = hostCheck(host);
  const server = createServer((request, response) => void answer(request, response, served, isHost));
  server.setTimeout(IDLE);
  await listen(server, host, port);
  const { address, port: bound } = server.address() as AddressInfo;
  return {
    url: `http://${shownHost(host, address)}:${bound}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, host, port)));
    server.listen(port, host, resolve);
  });
}

function listenError(error: NodeJS.ErrnoException, host: string, port: number): AttganError {
  const reasons: Readonly<Record<string, string>> = {
    EADDRINUSE: `port ${port} is taken: choose another with --port, or 0 for a free one`,
    EACCES: `port ${port} is not for everyone to use: choose one above 1023`,
    EADDRNOTAVAIL: `${host} is no address of this machine`,
    ENOTFOUND: `${host} is no name of this machine`,
  };
  const reason = reasons[error.code ?? ''] ?? error.message;
  return new AttganError(`Cannot serve the page: ${reason}.`, { cause: error });
}

/**
 * Whether a request names a host that this server is. A page elsewhere can give its own name this machine's address, and would then be taken
 * for ours; so where only this machine is meant, only its names are answered.
 */
function hostCheck(host: string): (named: string | undefined) => boolean {
  const local = host === 'localhost' || host.startsWith('127.') || host === '::1';
  if (!local) return () => true;
  const names = new Set([...LOOPBACK, isIPv6(host) ? `[${host}]` : host]);
  return (named = '') => names.has(named.replace(/:\d+$/, '').toLowerCase());
}

function shownHost(host: string, address: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return isIPv6(address) ? `[${address}]` : host;
}
