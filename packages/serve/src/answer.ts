import { open } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { parseRange } from './byte-range.ts';
import { cachingOf, SECURITY_HEADERS, typeOf } from './headers.ts';
import type { Served } from './served-files.ts';

/** Answers one request. Never throws: a client that goes away is no error of ours. */
export async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  served: Served,
  isHost: (host: string | undefined) => boolean,
): Promise<void> {
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
  if (!isHost(request.headers.host)) return refuse(response, 421, 'This server is not that host.');
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD');
    return refuse(response, 405, 'Only GET and HEAD are answered.');
  }
  const path = pathOf(request.url);
  const text = path === undefined ? undefined : (served.texts.get(path) ?? (await served.run?.textAt(path)));
  if (path !== undefined && text !== undefined) return sendText(request, response, path, text);
  const file = path === undefined ? undefined : (served.files.get(path) ?? (await served.run?.fileAt(path)));
  if (path === undefined || file === undefined) return refuse(response, 404, 'There is no such page.');
  await sendFile(request, response, path, file).catch(() => {
    if (!response.headersSent) refuse(response, 500, 'The file cannot be read.');
    else response.destroy();
  });
}

function pathOf(url = '/'): string | undefined {
  try {
    return decodeURIComponent(url.replace(/[?#].*$/s, ''));
  } catch {
    return undefined;
  }
}

function refuse(response: ServerResponse, status: number, reason: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(`${reason}\n`);
}

function sendText(request: IncomingMessage, response: ServerResponse, path: string, text: string): void {
  const body = Buffer.from(text);
  response.writeHead(200, {
    'Content-Type': typeOf(path),
    'Content-Length': body.length,
    'Cache-Control': 'no-cache',
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

async function sendFile(request: IncomingMessage, response: ServerResponse, path: string, file: string): Promise<void> {
  const handle = await open(file);
  try {
    const { size, mtimeMs } = await handle.stat();
    const tag = `"${size.toString(36)}-${Math.round(mtimeMs).toString(36)}"`;
    response.setHeader('ETag', tag);
    response.setHeader('Cache-Control', cachingOf(path));
    response.setHeader('Accept-Ranges', 'bytes');
    if (request.headers['if-none-match'] === tag) {
      response.writeHead(304).end();
      return;
    }
    const range = parseRange(request.headers.range, size);
    if (range === 'unsatisfiable') {
      response.writeHead(416, { 'Content-Range': `bytes */${size}` }).end();
      return;
    }
    const { start, end } = range ?? { start: 0, end: size - 1 };
    response.writeHead(range === undefined ? 200 : 206, {
      'Content-Type': typeOf(file),
      'Content-Length': end - start + 1,
      ...(range && { 'Content-Range': `bytes ${start}-${end}/${size}` }),
    });
    if (request.method === 'HEAD' || size === 0) response.end();
    else await pipeline(handle.createReadStream({ start, end, autoClose: false }), response);
  } finally {
    await handle.close();
  }
}
