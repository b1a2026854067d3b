import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { appendFile, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { verifyPack } from '@attgan/image-files';
import type { ImagePackSummary } from '@attgan/image-files';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { celeba } from './celeba.ts';
import { celebaTree } from './testing/celeba-tree.ts';
import type { Tree } from './testing/celeba-tree.ts';

/* These run the compiled package in a process of its own: `npx tsc -b packages/data-celeba` first. */
const compiled = fileURLToPath(new URL('../dist/index.js', import.meta.url));
const COUNT = 1400;
const SIZE = 64;
let tree: Tree;

beforeAll(async () => {
  expect(existsSync(compiled), 'build first: npx tsc -b packages/data-celeba').toBe(true);
  tree = await celebaTree(COUNT, 7);
});
afterAll(async () => tree.remove());

/** Packs in a child process, which is killed once `blocks` blocks are done. Returns the last count it printed. */
async function packAndKill(out: string, blocks: number): Promise<number> {
  const script = `
    const { celeba } = await import(process.argv[1]);
    await celeba.pack({ root: process.argv[2] }, { size: ${SIZE}, out: process.argv[3], report() {},
      onProgress: (done) => process.stdout.write(done + '\\n') });
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, compiled, tree.root, out]);
  let printed = '';
  child.stderr.pipe(process.stderr);
  child.stdout.on('data', (data: Buffer) => {
    printed += data.toString();
    if (printed.trim().split('\n').length >= blocks) child.kill('SIGKILL');
  });
  const signal = await new Promise((resolve) => child.on('close', (_, how) => resolve(how)));
  expect(signal).toBe('SIGKILL');
  return Number(printed.trim().split('\n').at(-1));
}

const packHere = async (out: string) =>
  (await celeba.pack?.({ root: tree.root }, { size: SIZE, out, report: () => {} })) as ImagePackSummary;
const hashes = async (out: string): Promise<string[]> =>
  Promise.all(
    ['images.u8', 'index.json'].map(async (name) =>
      createHash('sha256')
        .update(await readFile(join(out, name)))
        .digest('hex'),
    ),
  );

test('a pack killed twice goes on where it was and ends byte for byte as an undisturbed one', async () => {
  const killed = tree.path('killed');
  const first = await packAndKill(killed, 1);
  await expect(celeba.open({ root: tree.root, cache: killed }, { size: SIZE, report: () => {} })).rejects.toThrow(
    /no finished pack/,
  );
  const second = await packAndKill(killed, 2);
  expect(second).toBeGreaterThan(first);
  const { resumed } = await packHere(killed);
  expect(resumed).toBeGreaterThanOrEqual(second);
  expect(resumed).toBeLessThan(COUNT);
  const whole = tree.path('whole');
  await packHere(whole);
  expect(await hashes(killed)).toEqual(await hashes(whole));
  expect((await verifyPack({ folder: killed })).damaged).toEqual([]);
});

test('blocks that changed since, and all after them, are packed anew; a torn journal line is dropped', async () => {
  const torn = tree.path('torn');
  await packAndKill(torn, 3);
  await appendFile(join(torn, 'journal.jsonl'), '{"sha256":"12');
  const handle = await open(join(torn, 'images.u8'), 'r+');
  await handle.write(Uint8Array.of(1, 2, 3), 0, 3, 300 * SIZE * SIZE * 3);
  await handle.close();
  expect((await packHere(torn)).resumed).toBe(256);
  expect((await verifyPack({ folder: torn })).damaged).toEqual([]);
});

test('the compiled package decodes in its own thread to the same pixels, and lets the process end', async () => {
  const script = `
    const { celeba } = await import(process.argv[1]);
    const data = await celeba.open({ root: process.argv[2], cache: 'off' }, { size: ${SIZE}, report() {} });
    const batches = await Promise.all([[0, 1, 2], [5, 6]].map((indices) => data.load('train', indices)));
    process.stdout.write(Buffer.concat(batches.map((batch) => batch.pixels)));
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, compiled, tree.root]);
  const parts: Buffer[] = [];
  child.stdout.on('data', (data: Buffer) => parts.push(data));
  expect(await new Promise((resolve) => child.on('close', resolve))).toBe(0);
  const here = await celeba.open({ root: tree.root, cache: 'off' }, { size: SIZE, report: () => {} });
  const { pixels } = await here.load('train', [0, 1, 2, 5, 6]);
  expect(Buffer.concat(parts).equals(pixels)).toBe(true);
});
