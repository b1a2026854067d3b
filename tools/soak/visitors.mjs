// @ts-check
import { request } from 'node:http';
import { connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';

/**
 * @typedef {object} Site
 * @property {number} port
 * @property {ReadonlyMap<string, Buffer>} files what is to be sent, by path
 */

/** @typedef {{ status: number, headers: import('node:http').IncomingHttpHeaders, body: Buffer }} Answer */

const NOWHERE = [
  '/../model/model.json',
  '/..%2fmodel%2fexperiment.json',
  '/%2e%2e/%2e%2e/etc/passwd',
  '/assets/../../package.json',
  '/run/samples/../history.jsonl',
  '/run/samples/%2e%2e%2fmetrics.jsonl',
  '//etc/passwd',
  '/index.html%00',
  '/%',
  '/assets',
  `/${'a'.repeat(4000)}`,
];
const NOISE = [
  '\0\0\0\0\r\n\r\n',
  'GET / HTTP/9.9\r\n\r\n',
  `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`,
  'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9999999999\r\n\r\nabc',
  'GET /model',
];

/** One of them. @template T @param {readonly T[]} from @returns {T} */
export const anyOf = (from) => /** @type {T} */ (from[Math.floor(from.length * Math.random())]);

/**
 * Unlike fetch, sends a path as it is written.
 * @param {Site} site @param {string} path @param {Record<string, string>} [headers] @param {string} [method]
 * @returns {Promise<Answer>}
 */
export function ask({ port }, path, headers = {}, method = 'GET') {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
      /** @type {Buffer[]} */
      const pieces = [];
      response.on('data', (piece) => pieces.push(piece));
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(pieces) });
      });
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end();
  });
}

/** Sends bytes, and does something with the socket. @param {Site} site @param {string} text @param {(socket: import('node:net').Socket) => Promise<void>} then */
async function open({ port }, text, then) {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(text);
  await then(socket);
  socket.destroy();
}

/** @param {Site} site */
const get = ({ files }) => `GET ${anyOf([...files.keys()])} HTTP/1.1\r\nHost: localhost\r\n\r\n`;

/**
 * Who comes to a server. Each resolves to what was wrong with the answer, and rejects when there is none.
 * @type {Readonly<Record<string, (site: Site) => Promise<string | undefined>>>}
 */
export const VISITORS = {
  async reader(site) {
    const [path, bytes] = anyOf([...site.files]);
    const { status, body } = await ask(site, path);
    return status === 200 && body.equals(bytes)
      ? undefined
      : `${path} is answered by ${status} and ${body.length} bytes`;
  },
  async head(site) {
    const [path, bytes] = anyOf([...site.files]);
    const { status, headers, body } = await ask(site, path, {}, 'HEAD');
    const right = status === 200 && headers['content-length'] === String(bytes.length) && body.length === 0;
    return right ? undefined : `HEAD ${path} is answered by ${status}`;
  },
  async range(site) {
    const [path, bytes] = anyOf([...site.files].filter(([name, { length }]) => length > 1 && name !== '/site.json'));
    const first = Math.floor(bytes.length * Math.random());
    const last = first + Math.floor((bytes.length - first) * Math.random());
    const { status, body } = await ask(site, path, { Range: `bytes=${first}-${last}` });
    const right = status === 206 && body.equals(bytes.subarray(first, last + 1));
    return right
      ? undefined
      : `bytes ${first} to ${last} of ${path} are answered by ${status} and ${body.length} bytes`;
  },
  async beyond(site) {
    const [path, bytes] = anyOf([...site.files].filter(([name]) => name !== '/site.json'));
    const { status } = await ask(site, path, { Range: `bytes=${bytes.length}-` });
    return status === 416 ? undefined : `a range beyond ${path} is answered by ${status}`;
  },
  async stray(site) {
    const path = anyOf(NOWHERE);
    const { status, body } = await ask(site, path);
    const right = status === 404 && body.toString() === 'There is no such page.\n';
    return right ? undefined : `${path.slice(0, 80)} is answered by ${status}: ${body.toString().slice(0, 80)}`;
  },
  async stranger(site) {
    const [posted, named] = [await ask(site, '/', {}, 'POST'), await ask(site, '/', { Host: 'evil.example' })];
    return posted.status === 405 && named.status === 421
      ? undefined
      : `strangers are answered by ${posted.status} and ${named.status}`;
  },
  async noisy(site) {
    await open(site, anyOf(NOISE), () => setTimeout(30 * Math.random()));
    return undefined;
  },
  /** Takes a little and then nothing. */
  async slow(site) {
    await open(site, get(site), async (socket) => {
      socket.pause();
      await setTimeout(400 * Math.random());
    });
    return undefined;
  },
  async aborted(site) {
    await open(site, get(site), () => setTimeout(10 * Math.random()));
    return undefined;
  },
};
