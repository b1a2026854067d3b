import { rm } from 'node:fs/promises';
import { once } from 'node:events';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockPack } from './pack-lock.ts';
import { emptyTree } from './testing/photo.ts';
import type { Tree } from './testing/photo.ts';

let tree: Tree;
beforeEach(async () => {
  tree = await emptyTree();
});
afterEach(async () => tree.remove());

test('a locked folder is refused once patience is over, and free again after release', async () => {
  const reports: string[] = [];
  const lock = await lockPack(tree.root, () => {});
  await expect(lockPack(tree.root, (line) => reports.push(line), 300)).rejects.toThrow(
    /is being packed by process \d+ on .*; wait for it, or pack into another folder$/,
  );
  expect(reports.join()).toMatch(/waiting for it$/);
  await lock.release();
  await (await lockPack(tree.root, () => {})).release();
});

test('a lock that another process took says so, and releasing it leaves the other one in place', async () => {
  const lock = await lockPack(tree.root, () => {});
  await rm(tree.path('pack.lock'), { recursive: true });
  await once(lock.lost, 'abort');
  expect(() => lock.lost.throwIfAborted()).toThrow(/Another process took over packing into .*are kept$/);
  const other = await lockPack(tree.root, () => {});
  await lock.release();
  await expect(lockPack(tree.root, () => {}, 0)).rejects.toThrow(/is being packed by process/);
  await other.release();
});
