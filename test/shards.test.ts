import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { backendHere } from './backend-here.ts';
import { attganHere } from './in-process.ts';
import { ROOT } from './workspace.ts';

const BIN = join(ROOT, 'packages', 'attgan', 'bin', 'attgan.js');
const PORTRAIT = join(ROOT, 'packages', 'photos', 'assets', 'astronaut.png');
const COUNT = 24;
let root = '';
let editing: string[] = [];
let whole = '';

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'attgan-shards-'));
  const photos = join(root, 'photos');
  for (let index = 0; index < COUNT; index++) {
    const folder = join(photos, index % 2 === 0 ? 'a' : 'b');
    await mkdir(folder, { recursive: true });
    const region = { left: 100 + 9 * index, top: 20, width: 160, height: 160 };
    const path = join(folder, `${Math.floor(index / 2)}.jpg`);
    await sharp(PORTRAIT).extract(region).resize(64, 64).removeAlpha().jpeg().toFile(path);
  }
  const model = join(ROOT, 'models', 'avatars-64');
  const backend = (await backendHere()).name;
  editing = ['--set', 'Eyeglasses=on', '--model', model, '--backend', backend, '--backend.threads', '1'];
  await succeed('edit', photos, '--out', join(root, 'whole'), '--shard', '0/1', ...editing);
  whole = await readFile(join(root, 'whole', 'results-00000-of-00001.jsonl'), 'utf8');
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function succeed(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await attganHere(args);
  expect(code, stderr).toBe(0);
  return stdout;
}

/** The lines of results without the first and the last. */
const resultsIn = (list: string): string[] => list.split('\n').filter((line) => line.startsWith('{"at"'));

async function* allPhotos(): AsyncGenerator<string> {
  for (const folder of ['a', 'b']) {
    for (const name of (await readdir(join(root, 'photos', folder))).toSorted()) yield `${folder}/${name}`;
  }
}

test('names that repeat in two folders are edited to files of their own', async () => {
  const files = await readdir(join(root, 'whole'), { recursive: true });
  expect(files).toHaveLength(COUNT + 2 + 1);
  expect(files).toEqual(expect.arrayContaining(['a/0.jpg.png', 'b/0.jpg.png']));
  expect(resultsIn(whole)).toHaveLength(COUNT);
  const [one, other] = await Promise.all(['a', 'b'].map((each) => readFile(join(root, 'whole', each, '0.jpg.png'))));
  expect(one?.equals(other as Buffer)).toBe(false);
});

test('a shard that is killed goes on, and shards merged are what one process makes', async () => {
  const out = join(root, 'killed');
  const words = (shard: string): string[] => ['edit', join(root, 'photos'), '--out', out, '--shard', shard, ...editing];
  const child = spawn(process.execPath, [BIN, ...words('0/2')], { stdio: 'ignore' });
  const ended = once(child, 'close');
  const list = join(out, 'results-00000-of-00002.jsonl');
  for (;;) {
    const done = resultsIn(await readFile(list, 'utf8').catch(() => '')).length;
    if (done >= 3 || child.exitCode !== null) break;
    await setTimeout(2);
  }
  child.kill('SIGKILL');
  expect((await ended)[1]).toBe('SIGKILL');
  expect((await attganHere(['merge', out])).stderr).toContain('The results of 1 shards are missing: 1/2.');
  await succeed(...words('1/2'));
  expect((await attganHere(['merge', out])).stderr).toContain('shard 0/2 is not finished. Run it again');
  const { made, kept } = JSON.parse(await succeed(...words('0/2'), '--json')) as { made: number; kept: number };
  expect(made + kept).toBe(COUNT / 2);
  expect(kept).toBeGreaterThanOrEqual(3);
  await succeed('merge', out);
  expect(await readFile(join(out, 'results.jsonl'), 'utf8')).toBe(whole);
});

test('a manifest and tars give the edits of the same photos, into tars as well', async () => {
  const manifest = join(root, 'photos', 'list.csv');
  const rows: string[] = [];
  for await (const name of allPhotos()) rows.push(`${rows.length};${name}`);
  await writeFile(manifest, `id;photo\n${rows.join('\n')}\n`);
  const listed = join(root, 'listed');
  for (const shard of ['0/2', '1/2']) {
    const flags = ['--manifest', manifest, '--column', 'photo', '--to', 'tar', '--tar-photos', '5', '--shard', shard];
    await succeed('edit', ...flags, '--out', listed, ...editing);
  }
  expect((await readdir(listed)).filter((name) => name.endsWith('.tar'))).toHaveLength(6);
  await succeed('merge', listed);
  const hashes = (list: string): string[] => [...list.matchAll(/"sha256":"(\w+)"/g)].map(([, hash]) => hash as string);
  expect(hashes(await readFile(join(listed, 'results.jsonl'), 'utf8'))).toEqual(hashes(whole));

  for (const folder of ['a', 'b']) {
    const names = (await readdir(join(root, 'photos', folder))).toSorted();
    const path = join(root, `set-00000${folder === 'a' ? 0 : 1}.tar`);
    execFileSync('tar', ['-cf', path, '-C', join(root, 'photos', folder), ...names]);
  }
  const out = join(root, 'from-tars');
  for (const shard of ['0/2', '1/2']) {
    await succeed('edit', join(root, 'set-{000000..000001}.tar'), '--out', out, '--shard', shard, ...editing);
  }
  await succeed('merge', out);
  expect(hashes(await readFile(join(out, 'results.jsonl'), 'utf8'))).toEqual(hashes(whole));
  expect(await readdir(out)).toEqual(expect.arrayContaining(['set-000000.tar', 'set-000001.tar']));
});

test('crops of shards merge to one table of labels', async () => {
  const [album, out] = [join(root, 'album'), join(root, 'faces')];
  await mkdir(join(album, 'x'), { recursive: true });
  await sharp(PORTRAIT)
    .resize(256, 256)
    .png()
    .toFile(join(album, 'x', 'face.png'));
  const wall = { width: 200, height: 200, channels: 3, background: '#8090a0' } as const;
  await sharp({ create: wall }).png().toFile(join(album, 'wall.png'));
  for (const shard of ['0/2', '1/2']) await succeed('align', album, '--out', out, '--shard', shard);
  await succeed('merge', out);
  const [head, ...lines] = (await readFile(join(out, 'faces.csv'), 'utf8')).trim().split('\n');
  expect(head).toMatch(/^file,Bald,/);
  expect(lines).toEqual([expect.stringMatching(/^x\/face\.png\.1\.png(,[01]){13}$/)]);
  expect((await sharp(join(out, 'x', 'face.png.1.png')).metadata()).width).toBe(178);
});

test('an evaluation of shards, merged, has the figures of one process', async () => {
  const drawn = '--data avatars --data.train 4 --data.validation 4 --data.test 104 --data.cache off'.split(' ');
  const model = editing.slice(editing.indexOf('--model'));
  const flags = [...drawn, '--metric', 'reconstruction', '--faceless', ...model];
  const figures = async (out: string): Promise<unknown> =>
    JSON.parse(await readFile(join(root, out, 'results.json'), 'utf8'), (key, value: unknown) =>
      key === 'seconds' ? undefined : value,
    );
  await succeed('evaluate', '--out', join(root, 'one'), ...flags);
  const parts = ['0/2', '1/2'].map((shard) => ({ shard, out: join(root, `part-${shard[0]}`) }));
  for (const { shard, out } of parts) await succeed('evaluate', '--out', out, '--shard', shard, ...flags);
  const [first, second] = parts.map(({ out }) => out) as [string, string];
  expect(await readdir(join(first, 'observations'))).toHaveLength(2);
  expect((await attganHere(['merge', first, '--out', join(root, 'all')])).stderr).toContain(
    'Shards must be there once: 1/2.',
  );
  await succeed('merge', first, second, '--out', join(root, 'all'));
  const before = await readdir(join(root, 'all', 'observations'));
  await succeed('evaluate', '--out', join(root, 'all'), ...flags);
  expect(await figures('all')).toEqual(await figures('one'));
  expect(await readdir(join(root, 'all', 'observations'))).toEqual(before);
});

test.each([
  ['--shard "2/2": but 2 shards are numbered from 0 to 1', ['edit', 'photos', '--set', 'Bald=on', '--shard', '2/2']],
  ['--column needs --manifest', ['edit', 'photos', '--set', 'Bald=on', '--column', 'x']],
  ['--tar-photos needs --to tar', ['edit', 'photos', '--set', 'Bald=on', '--tar-photos', '3']],
  ['Leave one of them out', ['edit', 'photos', '--set', 'Bald=on', '--manifest', 'x.csv']],
  ['Name photos, folders, tars or --manifest', ['edit', '--set', 'Bald=on', '--shard', '0/2']],
  [
    'is one file, and results of lists need a folder',
    ['edit', 'x', '--set', 'Bald=on', '--to', 'tar', '--out', 'x.png'],
  ],
  ['--to "zip": choose one of folder, tar', ['align', 'photos', '--to', 'zip']],
  ['--force means nothing for lists', ['align', 'photos', '--shard', '0/1', '--force']],
  ['--augmentation is measured of all faces', ['evaluate', '--model', 'm', '--augmentation', '--shard', '0/2']],
  ['--shard means nothing with --paste', ['evaluate', '--model', 'm', '--paste', 'photos', '--shard', '0/2']],
  ['merge needs a folder with results of shards', ['merge']],
  ['--out is missing', ['merge', 'a', 'b']],
])('%s', async (message, args) => {
  const out = args[0] === 'merge' || args.includes('--out') ? [] : ['--out', join(root, 'wrong')];
  const { code, stderr } = await attganHere([...args, ...out]);
  expect(stderr).toContain(message);
  expect(code).toBe(2);
  expect(await readdir(root)).not.toContain('wrong');
});
