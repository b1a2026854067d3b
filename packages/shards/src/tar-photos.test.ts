import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { pack } from 'tar-stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tarPaths } from './tar-paths.ts';
import { tarPhotos } from './tar-photos.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attgan-tar-'));
});
afterAll(() => rm(folder, { recursive: true }));

interface Member {
  readonly name: string;
  readonly type?: 'directory' | 'symlink';
  readonly linkname?: string;
}

async function tarOf(name: string, members: readonly (readonly [Member, string])[]): Promise<string> {
  const path = join(folder, name);
  const archive = pack();
  for (const [header, content] of members) archive.entry(header, content);
  archive.finalize();
  await pipeline(archive, createWriteStream(path));
  return path;
}

async function photosIn(path: string): Promise<(readonly [name: string, content: string])[]> {
  const found: [string, string][] = [];
  for await (const { name, read } of tarPhotos(path, 'x.tar')) {
    found.push([name, await read().then(String, (error: unknown) => String(error))]);
  }
  return found;
}

test('photos of an archive come in its order, and other members are passed over', async () => {
  const long = `${'long/'.repeat(40)}name.PNG`;
  const path = await tarOf('x.tar', [
    [{ name: '0001.jpg' }, 'one'],
    [{ name: '0001.json' }, '{}'],
    [{ name: 'folder', type: 'directory' }, ''],
    [{ name: '._0002.jpg' }, 'a note'],
    [{ name: 'link.jpg', type: 'symlink', linkname: '/etc/passwd' }, ''],
    [{ name: long }, 'two'],
  ]);
  expect(await photosIn(path)).toEqual([
    ['x.tar/0001.jpg', 'one'],
    [`x.tar/${long}`, 'two'],
  ]);
});

test('names that would lead out of the results, and names that repeat, are failures of their own', async () => {
  const names = ['../../out.jpg', '/etc/x.jpg', 'a//b.jpg', 'c.jpg', 'c.jpg'];
  const path = await tarOf(
    'bad.tar',
    names.map((name, index) => [{ name }, String(index)] as const),
  );
  const found = await photosIn(path);
  expect(found.map(([, content]) => content)).toEqual([
    `AttganError: ${path}: ../../out.jpg is no plain path within an archive.`,
    `AttganError: ${path}: /etc/x.jpg is no plain path within an archive.`,
    `AttganError: ${path}: a//b.jpg is no plain path within an archive.`,
    '3',
    `AttganError: ${path}: c.jpg is there a second time.`,
  ]);
  expect(new Set(found.map(([name]) => name)).size).toBe(5);
});

test('an archive that was cut gives the photos before that, and then says so', async () => {
  const path = await tarOf(
    'cut.tar',
    [1, 2, 3].map((index) => [{ name: `${index}.jpg` }, 'x'.repeat(5000)] as const),
  );
  await truncate(path, 2 * (512 + 5120) + 900);
  const names: string[] = [];
  await expect(
    (async () => {
      for await (const { name } of tarPhotos(path, 'cut.tar')) names.push(name);
    })(),
  ).rejects.toThrow(`${path} is damaged after 2 photos`);
  expect(names).toEqual(['cut.tar/1.jpg', 'cut.tar/2.jpg']);
  await writeFile(join(folder, 'text.tar'), 'no archive '.repeat(100));
  await expect(photosIn(join(folder, 'text.tar'))).rejects.toThrow('is damaged after 0 photos');
  await expect(photosIn(join(folder, 'gone.tar'))).rejects.toThrow('there is no such file or folder');
});

test('a pattern means archives in the order of its braces and of their names', async () => {
  expect(await tarPaths('s3/shard-{000008..000011}.tar')).toEqual(
    ['08', '09', '10', '11'].map((end) => `s3/shard-0000${end}.tar`),
  );
  expect(await tarPaths(join(folder, '{cut,bad}.tar'))).toEqual([join(folder, 'cut.tar'), join(folder, 'bad.tar')]);
  expect(await tarPaths(join(folder, '?*t.tar'))).toEqual([join(folder, 'cut.tar'), join(folder, 'text.tar')]);
  expect(await tarPaths('plain.tar')).toEqual(['plain.tar']);
  await expect(tarPaths(join(folder, 'z*.tar'))).rejects.toThrow('No file is named like');
  await expect(tarPaths(join('*', 'x.tar'))).rejects.toThrow('may stand in the name of the file only');
});
