import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, readdir, rename, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { writeAtomically, writeFileAtomically } from './atomic.ts';
import { currentFolder, publishFolder } from './publish-folder.ts';
import { asideOf, isTemporary, release, removeLeftovers, temporaryBeside } from './temporary.ts';

/** No process has it: Linux ends at 2^22. */
const DEAD = 2 ** 22 + 12345;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attgan-atomic-'));
});

async function publish(name: string, content: string): Promise<void> {
  const temporary = temporaryBeside(join(folder, name));
  await mkdir(join(temporary, 'inner'), { recursive: true });
  await writeFile(join(temporary, 'inner', 'file'), content);
  await publishFolder(temporary, join(folder, name));
}

test('a written file replaces the older one and leaves nothing else', async () => {
  const path = join(folder, 'a.txt');
  await writeFileAtomically(path, 'old');
  await writeFileAtomically(path, Uint8Array.of(110, 101, 119));
  expect(await readFile(path, 'utf8')).toBe('new');
  expect(await readdir(folder)).toEqual(['a.txt']);
});

test('when writing fails halfway the older file stays and the temporary one goes', async () => {
  const path = join(folder, 'a.txt');
  await writeFileAtomically(path, 'old');
  const half = writeAtomically(path, async (file) => {
    await file.appendFile('ha');
    throw new RangeError('stop');
  });
  await expect(half).rejects.toThrow(RangeError);
  expect(await readFile(path, 'utf8')).toBe('old');
  expect(await readdir(folder)).toEqual(['a.txt']);
});

test('a missing folder is one line that names the file', async () => {
  const path = join(folder, 'none', 'a.txt');
  await expect(writeFileAtomically(path, '')).rejects.toThrow(`Cannot write ${path}: there is no such file or folder.`);
});

test('many writers of one file leave one of their contents, whole', async () => {
  const path = join(folder, 'a.txt');
  const contents = Array.from({ length: 20 }, (_, i) => String(i).repeat(10_000));
  await Promise.all(contents.map((content) => writeFileAtomically(path, content)));
  expect(contents).toContain(await readFile(path, 'utf8'));
  expect(await readdir(folder)).toEqual(['a.txt']);
});

test('a published folder replaces the older one and leaves nothing else', async () => {
  await publish('model', 'old');
  await publish('model', 'new');
  expect(await readFile(join(folder, 'model', 'inner', 'file'), 'utf8')).toBe('new');
  expect(await readdir(folder)).toEqual(['model']);
});

test('a process killed while replacing a folder leaves the old one to be found and restored', async () => {
  await publish('model', 'old');
  const final = join(folder, 'model');
  await rename(final, asideOf(final));
  expect(await removeLeftovers(folder)).toEqual([]);
  expect(await readFile(join(await currentFolder(final), 'inner', 'file'), 'utf8')).toBe('old');
  await publish('model', 'new');
  expect(await readFile(join(await currentFolder(final), 'inner', 'file'), 'utf8')).toBe('new');
  expect(await readdir(folder)).toEqual(['model']);
});

test('an old folder that was set aside goes once its replacement is there', async () => {
  await publish('model', 'new');
  await mkdir(asideOf(join(folder, 'model')));
  expect(await removeLeftovers(folder)).toEqual(['.attgan-old.model']);
  expect(await readdir(folder)).toEqual(['model']);
});

test('publishing over a file fails in one line and keeps the file', async () => {
  const path = join(folder, 'plain');
  await writeFile(path, 'text');
  await expect(publish('plain', 'new')).rejects.toThrow(`Cannot write the folder ${path}: a file has that name.`);
  expect(await readFile(path, 'utf8')).toBe('text');
});

test('leftovers of a killed process go; those of a living one, of another machine, our own, and other files stay', async () => {
  const own = temporaryBeside(join(folder, 'own'));
  const of = (owner: number, like = own): string => basename(like).replace(/tmp\.\d+\./, `tmp.${owner}.`);
  const [dead, living] = [of(DEAD), of(process.ppid)];
  const formerSelf = basename(temporaryBeside(join(folder, 'former')));
  release(join(folder, formerSelf));
  const dayOld = of(process.ppid, temporaryBeside(join(folder, 'old')));
  const elsewhere = dead.replace(/\.[0-9a-f]{4}(?=[0-9a-f]{8}\.)/, dead.includes('.0000') ? '.1111' : '.0000');
  for (const name of [dead, formerSelf, living, dayOld, elsewhere]) {
    await mkdir(join(folder, name));
    await writeFile(join(folder, name, 'half'), 'x');
  }
  await utimes(join(folder, dayOld), 0, Date.now() / 1000 - 90_000);
  await writeFile(own, '');
  await writeFile(join(folder, '.attgan-tmp.notes'), '');
  expect([...(await removeLeftovers(folder))].sort()).toEqual([dead, formerSelf, dayOld].sort());
  expect(isTemporary(own)).toBe(true);
  expect((await readdir(folder)).length).toBe(4);
});

test('what a killed process left half-written goes with the next write into the folder', async () => {
  const script = `import { writeAtomically } from ${JSON.stringify(new URL('../dist/index.js', import.meta.url).href)};
    await writeAtomically(process.argv[1], async (file) => {
      await file.appendFile('half');
      console.log('half');
      await new Promise((resolve) => setTimeout(resolve, 60_000));
    });`;
  const path = join(folder, 'photo.jpg');
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(await readdir(folder)).toEqual([expect.stringMatching(/^\.attgan-tmp\..*\.photo\.jpg$/)]);
  await writeFileAtomically(join(folder, 'other.jpg'), 'whole');
  expect(await readdir(folder)).toEqual(['other.jpg']);
});

test.each(['n'.repeat(255), 'é'.repeat(127), `${'日'.repeat(84)}.j`])(
  'a file may have the longest name, such as %s',
  async (name) => {
    await writeFileAtomically(join(folder, name), 'whole');
    expect(await readdir(folder)).toEqual([name]);
  },
);

test('a folder that is not there has no leftovers', async () => {
  expect(await removeLeftovers(join(folder, 'none'))).toEqual([]);
});
