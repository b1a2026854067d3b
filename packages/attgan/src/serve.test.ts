import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, test } from 'vitest';

const BINARY = join(import.meta.dirname, '../bin/attgan.js');

function serve(...args: string[]): ChildProcess {
  return spawn(process.execPath, [BINARY, 'serve', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
}

async function lineOf(stream: NodeJS.ReadableStream | null): Promise<string> {
  for await (const line of createInterface({ input: stream as NodeJS.ReadableStream })) return line;
  return '';
}

describe('attgan serve', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)(
    'says where the page is, serves the model, and ends in peace at %s',
    async (signal) => {
      const child = serve('--port', '0');
      try {
        const url = await lineOf(child.stdout);
        expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
        expect(await (await fetch(`${url}site.json`)).json()).toEqual({ model: 'faces-128' });
        const card = (await (await fetch(`${url}models/faces-128/model.json`)).json()) as { size: number };
        expect(card.size).toBe(128);
        expect((await fetch(`${url}models/classifier-celeba-64/classifier.json`)).status).toBe(200);
        child.kill(signal);
        expect(await once(child, 'exit')).toEqual([0, null]);
      } finally {
        child.kill('SIGKILL');
      }
    },
  );

  test.each([
    [['--port', 'x'], '--port "x" must be an integer ≥ 0.'],
    [['--port', '70000'], '--port "70000" must be at most 65535.'],
    [['--model', 'nobody'], 'There is no model "nobody"'],
    [['--host', '203.0.113.7'], '203.0.113.7 is no address of this machine'],
    [['photo.jpg'], 'serve takes no words, and "photo.jpg" is one.'],
  ])('%j is refused in one line', async (args, message) => {
    const child = serve(...args);
    const [line, [code]] = await Promise.all([lineOf(child.stderr), once(child, 'exit')]);
    expect(line).toContain(message);
    expect(code).toBe(message.includes('no address') ? 1 : 2);
  });
});
