import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { ROOT } from './workspace.ts';

const BIN = join(ROOT, 'packages', 'attgan', 'bin', 'attgan.js');
const started: ChildProcess[] = [];

afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

interface Served {
  readonly child: ChildProcess;
  readonly url: URL;
  stderr(): string;
}

async function serve(port: number | string): Promise<Served> {
  const args = [BIN, 'serve', '--model', 'avatars-64', '--port', String(port)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  started.push(child);
  let [stdout, stderr] = ['', ''];
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
    stdout += chunk.toString();
    if (stdout.endsWith('\n')) break;
  }
  return { child, url: new URL(stdout.trim()), stderr: () => stderr };
}

/** A download that takes nothing more after its first piece. */
async function slowDownload({ port, hostname }: URL): Promise<() => void> {
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  socket.write('GET /models/avatars-64/model.safetensors HTTP/1.1\r\nHost: localhost\r\n\r\n');
  await once(socket, 'readable');
  return () => socket.destroy();
}

test('a server stops at once when it is told to, with a download under way, and one that was killed can be started again', async () => {
  const { child, url, stderr } = await serve(0);
  const stop = await slowDownload(url);
  child.kill('SIGTERM');
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
  expect([code, signal, stderr()]).toEqual([0, null, expect.stringContaining('Stop with Ctrl-C')]);
  stop();

  const other = await serve(url.port);
  const end = await slowDownload(other.url);
  other.child.kill('SIGKILL');
  await once(other.child, 'exit');
  end();
  const again = await serve(url.port);
  expect(again.url.port).toBe(url.port);
  const status = await new Promise((resolve, reject) => {
    const sent = request(again.url, { agent: false }, (response) => resolve(response.resume().statusCode));
    sent.on('error', reject).end();
  });
  expect(status).toBe(200);
});
