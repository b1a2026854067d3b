import { execFileSync } from 'node:child_process';
import { cp, link, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256OfFile } from '@attgan/formats';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { attganHere } from './in-process.ts';
import { ROOT } from './workspace.ts';

const MODEL = join(ROOT, 'models', 'avatars-64');
const FACES = join(ROOT, 'models', 'faces-64');
const PORTRAIT = join(ROOT, 'packages', 'photos', 'assets', 'astronaut.png');
/** With a `.jpg` of four bytes and the temporary's own words, longer than a name may be. */
const LONG = `${'n'.repeat(240)}.jpg`;
const EDIT = ['--model', MODEL, '--backend', 'wasm', '--set', 'Pale_Skin=on'];

let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'attgan-hostile-photos-'));
  process.chdir(root);
});
afterAll(async () => {
  process.chdir(ROOT);
  await rm(root, { recursive: true, force: true });
});

const attgan = (...args: readonly string[]): ReturnType<typeof attganHere> => attganHere(args);

/** A JPEG of 64 pixels that differ, in a colour. */
async function photo(red: number): Promise<Buffer> {
  const pixels = Uint8Array.from({ length: 64 * 64 * 3 }, (_, at) => (at % 3 === 0 ? red : (at * at) % 251));
  return sharp(pixels, { raw: { width: 64, height: 64, channels: 3 } })
    .jpeg()
    .toBuffer();
}

/** A folder of two good photos among everything that a folder may hold under the name of a photo. */
async function hostileFolder(folder: string): Promise<() => Promise<unknown>> {
  await mkdir(join(folder, 'folder.jpg'), { recursive: true });
  await writeFile(join(folder, 'a.jpg'), await photo(200));
  await writeFile(join(folder, LONG), await photo(180));
  await writeFile(join(folder, 'cut.jpg'), (await photo(160)).subarray(0, 1500));
  await writeFile(join(folder, '._a.jpg'), Buffer.from([0, 5, 22, 7, 0, 2, 0, 0]));
  await writeFile(Buffer.concat([Buffer.from(`${folder}/caf`), Buffer.from([0xe9]), Buffer.from('.jpg')]), 'x');
  await symlink('nowhere', join(folder, 'dangling.jpg'));
  execFileSync('mkfifo', [join(folder, 'pipe.jpg')]);
  const socket = createServer().listen(join(folder, 'sock.jpg'));
  await new Promise((resolve) => socket.once('listening', resolve));
  return () => new Promise((resolve) => socket.close(resolve));
}

const REASONS = {
  [`caf\u{FFFD}.jpg`]: /its name is not UTF-8/,
  'cut.jpg': /the image is damaged/,
  'dangling.jpg': /Cannot follow .*: there is no such file or folder/,
  'pipe.jpg': /it is no file, but a pipe/,
  'sock.jpg': /it is no file, but a socket/,
};

interface Entry {
  readonly input: string;
  readonly output?: string;
  readonly error?: string;
}

test('edit goes on past files that cannot be read, lists them at the end, and tells all of it as JSON', async () => {
  const close = await hostileFolder(join(root, 'album'));
  const { code, stdout, stderr } = await attgan('edit', 'album', 'gone.jpg', ...EDIT, '--out', 'edited', '--json');
  await close();
  expect(code, stderr).toBe(1);
  expect((await readdir(join(root, 'edited'))).sort()).toEqual(['a.png', LONG.replace('.jpg', '.png')]);
  const entries = JSON.parse(stdout) as Entry[];
  expect(entries.filter(({ output }) => output !== undefined)).toHaveLength(2);
  const failures = new Map(entries.flatMap(({ input, error }) => (error === undefined ? [] : [[input, error]])));
  const expected = Object.entries(REASONS).map(([name, reason]) => [`album/${name}`, reason] as const);
  for (const [name, reason] of [...expected, ['gone.jpg', /There is no image or folder gone\.jpg/] as const]) {
    expect(failures.get(name)).toMatch(reason);
    expect(stderr).toContain(`failed: ${failures.get(name)}\n`);
  }
  expect(failures.size).toBe(6);
  expect(stderr).toMatch(/error: 6 of 8 images were not edited; the reasons are above\.\n$/);
}, 120_000);

test('align goes on past them, too', async () => {
  const close = await hostileFolder(join(root, 'people'));
  await cp(PORTRAIT, join(root, 'people', 'astronaut.png'));
  const flags = ['--model', FACES, '--backend', 'wasm', '--out', 'faces'];
  const { code, stdout, stderr } = await attgan('align', 'people', ...flags, '--json');
  await close();
  expect(code, stderr).toBe(1);
  expect((await readdir(join(root, 'faces'))).sort()).toEqual(['astronaut.png', 'faces.csv']);
  const entries = JSON.parse(stdout) as { readonly file?: string; readonly error?: string }[];
  expect(entries[0]).toMatchObject({ file: 'astronaut.png' });
  expect(entries.slice(1).map(({ error }) => error)).toEqual(
    expect.arrayContaining(Object.values(REASONS).map((reason) => expect.stringMatching(reason))),
  );
  expect(stderr).toContain('error: 5 of 8 images were not aligned');

  // The labels in it may be corrected by now.
  await writeFile(join(root, 'faces', 'faces.csv'), 'corrected');
  const again = await attgan('align', 'people/astronaut.png', ...flags);
  expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('faces.csv is there already')]);
  expect(await readFile(join(root, 'faces', 'faces.csv'), 'utf8')).toBe('corrected');
  const crop = await readFile(join(root, 'faces', 'astronaut.png'));
  await cp(PORTRAIT, join(root, 'faces', 'astronaut.png'));
  const within = await attgan('align', 'faces/astronaut.png', ...flags, '--force');
  expect([within.code, within.stderr]).toEqual([1, expect.stringContaining('would be written over')]);
  expect(await readFile(join(root, 'faces', 'astronaut.png'))).toEqual(await readFile(PORTRAIT));
  expect(crop.length).toBeGreaterThan(0);
}, 120_000);

test('a pipe that nobody writes to is refused by commands of one photo', async () => {
  execFileSync('mkfifo', [join(root, 'alone.png')]);
  const slid = await attgan('slide', 'alone.png', '--attribute', 'Pale_Skin', '--model', MODEL, '--out', 'slid.png');
  expect([slid.code, slid.stderr]).toEqual([1, expect.stringContaining('alone.png: it is no file, but a pipe.')]);
}, 60_000);

test('no photo is written over by its own edit, by whatever path that leads to it', async () => {
  const png = await sharp(await photo(120))
    .png()
    .toBuffer();
  await mkdir(join(root, 'mine'));
  for (const name of ['a.png', 'b.png']) await writeFile(join(root, 'mine', name), png);
  await symlink('mine', join(root, 'linked'));
  await mkdir(join(root, 'hard'));
  await link(join(root, 'mine', 'b.png'), join(root, 'hard', 'a.png'));
  for (const [out, code] of [
    ['mine', 1],
    ['linked', 1],
    ['linked/a.png', 2],
    ['hard/a.png', 2],
  ] as const) {
    const photos = out.endsWith('.png') ? [out.startsWith('hard') ? 'mine/b.png' : 'mine/a.png'] : ['mine'];
    const ended = await attgan('edit', ...photos, ...EDIT, '--out', out);
    expect([out, ended.code, ended.stderr]).toEqual([out, code, expect.stringContaining('would be written over')]);
  }
  for (const command of ['slide', 'sheet']) {
    const flags = command === 'slide' ? ['--attribute', 'Pale_Skin'] : [];
    const ended = await attgan(command, 'mine/a.png', ...flags, '--model', MODEL, '--out', 'linked/a.png');
    expect([command, ended.code, ended.stderr]).toEqual([command, 2, expect.stringContaining('would be written over')]);
  }
  expect(await readFile(join(root, 'mine', 'a.png'))).toEqual(png);
  expect(await readFile(join(root, 'mine', 'b.png'))).toEqual(png);
}, 120_000);

test('results within the folder of the photos are not edited again', async () => {
  await mkdir(join(root, 'nested'));
  await writeFile(join(root, 'nested', 'a.jpg'), await photo(100));
  for (let time = 0; time < 2; time++) {
    const ended = await attgan('edit', 'nested', ...EDIT, '--out', 'nested/out');
    expect([ended.code, ended.stdout], ended.stderr).toEqual([0, 'nested/out/a.png\n']);
  }
}, 60_000);

test('an output folder that is a file is refused in one line', async () => {
  await writeFile(join(root, 'note'), 'text');
  for (const out of ['note', 'note/deeper']) {
    const ended = await attgan('edit', 'mine', ...EDIT, '--out', out);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(
      /error: Cannot make the folder note(\/deeper)?: (a file has that name|part of the path is a file, not a folder)\.\n$/,
    );
  }
  expect(await readFile(join(root, 'note'), 'utf8')).toBe('text');
}, 60_000);

test('a demo empties no folder of the user', async () => {
  await mkdir(join(root, 'notes'));
  for (const name of ['sheet.png', 'thesis.txt']) await writeFile(join(root, 'notes', name), 'mine');
  const ended = await attgan('demo', '--out', 'notes');
  expect([ended.code, ended.stderr]).toEqual([
    2,
    expect.stringContaining('holds more than a demo writes, such as thesis.txt'),
  ]);
  expect(await readFile(join(root, 'notes', 'sheet.png'), 'utf8')).toBe('mine');
});

test('export and import replace nothing without --force, and export never the model that it reads', async () => {
  await cp(FACES, join(root, 'mine-64'), { recursive: true });
  await cp(MODEL, join(root, 'other'), { recursive: true });
  await symlink('mine-64', join(root, 'same'));
  const weights = (folder: string): Promise<string> => sha256OfFile(join(root, folder, 'model.safetensors'));
  const before = [await weights('mine-64'), await weights('other')];
  for (const [text, command] of [
    ['would be written over', 'export mine-64 --out mine-64 --force'],
    ['would be written over', 'export mine-64 --out same --force'],
    ['would be written over', 'export mine-64 --format safetensors --out mine-64/model.safetensors --force'],
    ['other is there already', 'export mine-64 --out other'],
    ['other is there already', 'import weights.pth --out other'],
  ] as const) {
    const ended = await attgan(...command.split(' '));
    expect([ended.code, ended.stderr]).toEqual([2, expect.stringContaining(text)]);
  }
  expect([await weights('mine-64'), await weights('other')]).toEqual(before);

  const forced = await attgan('export', 'mine-64', '--out', 'other', '--force');
  expect(forced.code, forced.stderr).toBe(0);
  // That of the model that was there would say nothing of this one.
  expect(await readdir(join(root, 'other'))).not.toContain('experiment.json');
  expect(await readdir(join(root, 'other'))).toContain('README.md');

  await writeFile(join(root, 'x.encoder.onnx'), 'mine');
  const split = await attgan('export', 'mine-64', '--format', 'onnx', '--split', '--out', 'x.onnx');
  expect([split.code, split.stderr]).toEqual([2, expect.stringContaining('x.encoder.onnx is there already')]);
  expect((await stat(join(root, 'x.encoder.onnx'))).size).toBe(4);
}, 120_000);
