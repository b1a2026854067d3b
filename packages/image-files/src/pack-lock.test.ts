import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockFolder } from './pack-lock.ts';
import { emptyTree } from './testing/photo.ts';
import type { Tree } from './testing/photo.ts';

let tree: Tree;
beforeEach(async () => {
  tree = await emptyTree();
});
afterEach(async () => tree.remove());

/** Takes the lock in a process of its own, which is then killed. */
async function lockAndDie(): Promise<void> {
  const script = `
    const { lock } = require(process.argv[1]);
    lock(process.argv[2], { lockfilePath: process.argv[2] + '/pack.lock' }).then(() => process.stdout.write('locked'));
    setInterval(() => {}, 1000);
  `;
  const library = createRequire(import.meta.url).resolve('proper-lockfile');
  const child = spawn(process.execPath, ['-e', script, library, tree.root], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'exit');
}

test('a locked folder is refused once patience is over, and free again after release', async () => {
  const reports: string[] = [];
  const lock = await lockFolder(tree.root, () => {});
  await expect(lockFolder(tree.root, (line) => reports.push(line), 600)).rejects.toThrow(
    /is being packed by another process; wait for it, or pack into another folder$/,
  );
  expect(reports.join()).toMatch(/waiting for it$/);
  await lock.release();
  await (await lockFolder(tree.root, () => {})).release();
});

test('the lock of a process that was killed is taken over', async () => {
  await lockAndDie();
  const lock = await lockFolder(tree.root, () => {});
  expect(lock.lost.aborted).toBe(false);
  await lock.release();
});

test('a lock that another process took says so, and releasing it leaves the other one in place', async () => {
  const lock = await lockFolder(tree.root, () => {});
  await rm(tree.path('pack.lock'), { recursive: true });
  await once(lock.lost, 'abort');
  expect(() => lock.lost.throwIfAborted()).toThrow(/Another process took over packing into .*are kept$/);
  const other = await lockFolder(tree.root, () => {});
  await lock.release();
  await expect(lockFolder(tree.root, () => {}, 0)).rejects.toThrow(/is being packed by another process/);
  await other.release();
});
