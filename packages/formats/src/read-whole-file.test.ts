import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isSameFile } from './file-identity.ts';
import { makeFolder } from './make-folder.ts';
import { readWholeFile } from './read-whole-file.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attgan-whole-'));
  await writeFile(join(folder, 'file'), 'text');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('a file is read whole', async () => {
  expect((await readWholeFile(join(folder, 'file'))).toString()).toBe('text');
});

test('what is no file is refused in one line and never waited for', async () => {
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  await symlink('/dev/zero', join(folder, 'zero'));
  await symlink('loop', join(folder, 'loop'));
  const socket = createServer().listen(join(folder, 'socket'));
  await new Promise((resolve) => socket.once('listening', resolve));
  for (const [name, reason] of [
    ['pipe', 'it is no file, but a pipe.'],
    ['zero', 'it is no file, but a device.'],
    ['socket', 'it is no file, but a socket.'],
    ['loop', 'its symbolic links lead nowhere.'],
    ['.', 'it is a folder.'],
    ['none', 'there is no such file or folder.'],
    ['file/deeper', 'part of the path is a file, not a folder.'],
    ['n'.repeat(256), 'the name is too long.'],
  ] as const) {
    const path = `${folder}/${name}`;
    await expect(readWholeFile(path)).rejects.toThrow(`Cannot read ${path}: ${reason}`);
  }
  await new Promise((resolve) => socket.close(resolve));
});

test('a folder that cannot be made is one line', async () => {
  for (const [name, reason] of [
    ['file', 'a file has that name.'],
    ['file/deeper', 'part of the path is a file, not a folder.'],
  ] as const) {
    const path = join(folder, name);
    await expect(makeFolder(path)).rejects.toThrow(`Cannot make the folder ${path}: ${reason}`);
  }
  // Where nobody can make folders, Node's own way never ends.
  if (process.platform === 'linux') await expect(makeFolder('/proc/a/b')).rejects.toThrow(/^Cannot make the folder/);
  await makeFolder(join(folder, 'a', 'b'));
  await makeFolder(join(folder, 'a', 'b'));
});

test.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
  'a folder that is there and may not be written into is one line',
  async () => {
    const path = join(folder, 'closed');
    await mkdir(path, { mode: 0o555 });
    await expect(makeFolder(path)).rejects.toThrow(`Cannot write into the folder ${path}: permission denied.`);
  },
);

test('two paths that lead to one file are known, and those to none are not the same', async () => {
  await symlink('file', join(folder, 'link'));
  await writeFile(join(folder, 'other'), 'text');
  expect(await isSameFile(join(folder, 'link'), `${folder}/../${folder.split('/').at(-1)}/file`)).toBe(true);
  expect(await isSameFile(join(folder, 'file'), join(folder, 'other'))).toBe(false);
  expect(await isSameFile(join(folder, 'gone'), join(folder, 'gone'))).toBe(false);
});
