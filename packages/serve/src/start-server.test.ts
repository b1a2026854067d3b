import { access, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { release, temporaryBeside } from '@attgan/formats';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer, type RunningServer } from './start-server.ts';
import { writeSite } from './write-site.ts';

let folder: string;
let server: RunningServer;
const WEIGHTS = Uint8Array.from({ length: 300_000 }, (_, at) => at % 251);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attgan-serve-'));
  for (const each of ['site/assets', 'model', 'reader']) await mkdir(join(folder, each), { recursive: true });
  await writeFile(join(folder, 'secret.txt'), 'secret');
  await writeFile(join(folder, 'site/index.html'), '<!doctype html>');
  await writeFile(join(folder, 'site/assets/a-1.js'), 'export {};');
  await writeFile(join(folder, 'model/model.json'), '{}');
  await writeFile(join(folder, 'model/model.safetensors'), WEIGHTS);
  await writeFile(join(folder, 'model/experiment.json'), 'private');
  await writeFile(join(folder, 'reader/classifier.json'), '{}');
  await writeFile(join(folder, 'reader/classifier.safetensors'), 'weights');
  server = await startServer(options());
});

afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

function options() {
  const reader = { name: 'classifier-x', folder: join(folder, 'reader') };
  return { site: join(folder, 'site'), model: { name: 'm', folder: join(folder, 'model'), reader } };
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Unlike fetch, sends a path as it is written. */
function ask(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  const { port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    const sent = httpRequest({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(pieces) }),
      );
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end();
  });
}

test('the page, the model and its reader are there, and say what they are', async () => {
  expect((await ask('/')).headers['content-type']).toBe('text/html; charset=utf-8');
  expect((await ask('/assets/a-1.js')).headers).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': 'public, max-age=31536000, immutable',
  });
  expect((await ask('/models/m/model.safetensors')).body.equals(WEIGHTS)).toBe(true);
  expect((await ask('/models/classifier-x/classifier.safetensors')).body.toString()).toBe('weights');
  expect(JSON.parse((await ask('/site.json?x=1')).body.toString())).toEqual({ model: 'm' });
});

test('every answer forbids other origins, inline code and eval', async () => {
  for (const path of ['/', '/site.json', '/missing']) {
    const policy = (await ask(path)).headers['content-security-policy'] as string;
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/'unsafe-inline'|'unsafe-eval'|https?:|\*/);
  }
});

test.each([
  '/../secret.txt',
  '/..%2fsecret.txt',
  '/%2e%2e/secret.txt',
  '/assets/../../secret.txt',
  '/models/m/../../secret.txt',
  '/models/m/experiment.json',
  '//secret.txt',
  '/index.html%00',
  '/%',
  '/assets',
])('%s is not there', async (path) => {
  const { status, body } = await ask(path);
  expect([status, body.toString()]).toEqual([404, 'There is no such page.\n']);
});

test('ranges are sent as asked, and those beyond the end are refused', async () => {
  const path = '/models/m/model.safetensors';
  const middle = await ask(path, { Range: 'bytes=100-199' });
  expect([middle.status, middle.headers['content-range']]).toEqual([206, 'bytes 100-199/300000']);
  expect(middle.body.equals(WEIGHTS.subarray(100, 200))).toBe(true);
  expect((await ask(path, { Range: 'bytes=-5' })).body.equals(WEIGHTS.subarray(-5))).toBe(true);
  expect((await ask(path, { Range: 'bytes=299999-' })).body).toHaveLength(1);
  expect((await ask(path, { Range: 'bytes=300000-' })).status).toBe(416);
  expect((await ask(path, { Range: 'lines=1-2' })).status).toBe(200);
});

test('what has not changed is not sent again, and HEAD sends no body', async () => {
  const { headers } = await ask('/');
  expect((await ask('/', { 'If-None-Match': headers.etag as string })).status).toBe(304);
  const head = await ask('/models/m/model.safetensors', {}, 'HEAD');
  expect([head.headers['content-length'], head.body.length]).toEqual(['300000', 0]);
  expect((await ask('/', {}, 'POST')).status).toBe(405);
});

test('a page elsewhere that takes this address by its own name is not answered', async () => {
  expect((await ask('/', { Host: 'evil.example' })).status).toBe(421);
  expect((await ask('/', { Host: 'localhost:1' })).status).toBe(200);
});

test('2,000 requests at once are answered while a reader takes nothing and others go away', async () => {
  const { port } = new URL(server.url);
  const slow = connect(Number(port), '127.0.0.1');
  slow.write('GET /models/m/model.safetensors HTTP/1.1\r\nHost: localhost\r\n\r\n');
  slow.pause();
  const gone = Array.from({ length: 20 }, () => {
    const socket = connect(Number(port), '127.0.0.1', () => {
      socket.write('GET /models/m/model.safetensors HTTP/1.1\r\nHost: localhost\r\n\r\n');
      setTimeout(() => socket.destroy(), 20);
    });
    socket.on('error', () => undefined);
    return socket;
  });
  const answers = await Promise.all(Array.from({ length: 2000 }, () => ask('/site.json')));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  slow.destroy();
  expect(gone).toHaveLength(20);
}, 60_000);

test('a taken port is named, and closing ends transfers that are under way', async () => {
  const port = Number(new URL(server.url).port);
  await expect(startServer({ ...options(), port })).rejects.toThrow(`port ${port} is taken`);
  const other = await startServer(options());
  const reader = connect(Number(new URL(other.url).port), '127.0.0.1');
  const closed = new Promise((resolve) => reader.on('close', resolve));
  reader.on('error', () => undefined);
  reader.write('GET /models/m/model.safetensors HTTP/1.1\r\nHost: localhost\r\n\r\n');
  await new Promise((resolve) => reader.once('readable', resolve));
  await other.close();
  // A socket tells that it is closed when all was read that had come.
  reader.resume();
  await closed;
});

test('the site can be written into a folder, again and again, but over nothing else', async () => {
  const out = join(folder, 'out');
  const { site, model } = options();
  // As one that was killed left it.
  const half = temporaryBeside(out);
  await mkdir(half);
  release(half);
  for (let turn = 0; turn < 2; turn++) await writeSite(out, site, model);
  await expect(access(half)).rejects.toThrow('ENOENT');
  expect(await readFile(join(out, 'site.json'), 'utf8')).toBe('{"model":"m"}');
  expect(new Uint8Array(await readFile(join(out, 'models/m/model.safetensors')))).toEqual(WEIGHTS);
  await expect(writeSite(join(folder, 'model'), site, model)).rejects.toThrow('holds no site');
});

test('a link in the site is not followed', async () => {
  await symlink(join(folder, 'secret.txt'), join(folder, 'site/link.txt'));
  const other = await startServer(options());
  try {
    expect((await fetch(`${other.url}link.txt`)).status).toBe(404);
  } finally {
    await other.close();
  }
});
