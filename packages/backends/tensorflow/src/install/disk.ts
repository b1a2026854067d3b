import { readdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { AttganError } from '@attgan/core';

/** @throws AttganError when the disk that holds `folder` has less than `bytes` free */
export async function requireRoom(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  if (free >= bytes) return;
  const [needed, found] = [bytes, free].map((value) => `${(value / 1e9).toFixed(1)} GB`);
  throw new AttganError(
    `Installing TensorFlow needs ${needed} in ${folder}, where ${found} are free. Make room, or set ATTGAN_CACHE to a folder on another disk.`,
  );
}

/** Runs `work`, reporting every 20 s how much `folder` has come to hold: a sign of progress on a slow connection. */
export async function whileReportingSize<T>(
  folder: string,
  report: (line: string) => void,
  work: () => Promise<T>,
): Promise<T> {
  const timer = setInterval(() => {
    sizeOf(folder).then(
      (bytes) => report(`${Math.round(bytes / 1e6)} MB so far.`),
      () => undefined,
    );
  }, 20_000);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = entries.map(async (entry) => {
    if (!entry.isFile()) return 0;
    return stat(join(entry.parentPath, entry.name)).then(
      ({ size }) => size,
      () => 0,
    );
  });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
