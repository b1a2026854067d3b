import { execFileSync } from 'node:child_process';
import { appendFile, mkdir, mkdtemp, open, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { attganHere, type Ended } from './in-process.ts';
import { ROOT } from './workspace.ts';

const attgan = (line: string): Promise<Ended> => attganHere(line.split(' '));
const DATA = '--data folder --data.root album --data.crop square --data.cache off';
const SMALL =
  '--backend wasm --generator.preset paper-64 --generator.size 32 --generator.width 0.03125 --critic.width 0.03125 --batch 2';

let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'attgan-hostile-data-'));
  process.chdir(root);
  await mkdir('album/folder.jpg', { recursive: true });
  for (const [index, name] of ['a.jpg', 'b.jpg', 'c.jpg', 'd.jpg'].entries())
    await writeFile(`album/${name}`, await photo(index));
  await writeFile('album/cut.jpg', (await photo(9)).subarray(0, 1500));
  execFileSync('mkfifo', ['album/pipe.jpg']);
  // Attributes may have any name.
  await writeFile(
    'album/labels.csv',
    labels('train', 'a.jpg', 'cut.jpg', 'b.jpg', 'pipe.jpg', 'folder.jpg', 'gone.jpg', 'c.jpg', 'd.jpg'),
  );
  await writeFile('file', 'text');
});
afterAll(async () => {
  process.chdir(ROOT);
  await rm(root, { recursive: true, force: true });
});

function photo(seed: number): Promise<Buffer> {
  const pixels = Uint8Array.from({ length: 64 * 64 * 3 }, (_, at) => ((at * at) % 251) ^ (seed * 16));
  return sharp(pixels, { raw: { width: 64, height: 64, channels: 3 } })
    .jpeg()
    .toBuffer();
}

function labels(split: string, ...names: readonly string[]): string {
  return `file,split,__proto__,Male\n${names.map((name, index) => `${name},${split},${index % 2},${(index >> 1) % 2}\n`).join('')}`;
}

const BAD = ['cut.jpg', 'folder.jpg', 'gone.jpg', 'pipe.jpg'];

interface Failures {
  readonly failures: readonly { readonly input: string; readonly error: string }[];
}

test('pack packs all that can be, and lists the rest with reasons', async () => {
  const { code, stdout, stderr } = await attgan(`data pack ${DATA} --size 32 --out pack --json`);
  expect(code, stderr).toBe(1);
  const { failures } = JSON.parse(stdout) as Failures;
  expect(failures.map(({ input }) => input).sort()).toEqual(BAD);
  for (const { error } of failures) expect(stderr).toContain(`failed: ${error}\n`);
  expect(stderr).toContain('failed: Cannot use the image album/pipe.jpg: it is no file, but a pipe or a device\n');
  expect(stderr).toContain('error: 4 of the 8 images cannot be used');
});

test('inspect --verify finds one changed byte of a pack', async () => {
  expect((await attgan(`data pack ${DATA} --size 32 --out pack --data.onBadImage skip`)).code).toBe(0);
  const inspect = `data inspect ${DATA.replace('cache off', 'cache pack')} --verify --json`;
  const whole = await attgan(inspect);
  expect([whole.code, JSON.parse(whole.stdout)]).toEqual([
    0,
    expect.objectContaining({ pack: expect.objectContaining({ damaged: [] }) }),
  ]);
  const pixels = await open('pack/images.u8', 'r+');
  await pixels.write(Uint8Array.of(1, 2, 3), 0, 3, 700);
  await pixels.close();
  const damaged = await attgan(inspect);
  expect([damaged.code, JSON.parse(damaged.stdout)]).toEqual([
    1,
    expect.objectContaining({ pack: expect.objectContaining({ damaged: [{ from: 0, to: 8, name: 'a.jpg' }] }) }),
  ]);
  expect(damaged.stderr).toMatch(/error: The pack in .*pack is damaged: delete that folder and pack again\.\n$/);
});

test('a model of an attribute called __proto__ is trained, edits, is drawn on a sheet, and is evaluated past bad images', async () => {
  const trained = await attgan(`train --run run ${DATA} ${SMALL} --iterations 2 --data.onBadImage skip`);
  expect(trained.code, trained.stderr).toBe(0);
  const model = '--model run/model --backend wasm';
  const edited = await attgan(`edit album/a.jpg ${model} --set __proto__=on --out edited.png`);
  expect(edited.code, edited.stderr).toBe(0);
  const drawn = await attgan(`sheet album/a.jpg ${model} --detector none --out sheet.png`);
  expect(drawn.code, drawn.stderr).toBe(0);

  const evaluate = `evaluate ${model} ${DATA} --split train --metric reconstruction --out page`;
  const measured = await attgan(`${evaluate} --json`);
  expect(measured.code, measured.stderr).toBe(1);
  const { failures, evaluation } = JSON.parse(measured.stdout) as Failures & {
    readonly evaluation: { readonly faces: number };
  };
  expect(failures.map(({ input }) => input).sort()).toEqual(BAD);
  expect(evaluation.faces).toBe(7);
  expect(await readdir('page')).toContain('evaluation.html');
  expect(measured.stderr).toContain('error: 4 images could not be used, and others were measured in their place');
  expect((await attgan(`${evaluate} --data.onBadImage skip`)).code).toBe(0);
  expect((await attgan(`${evaluate} --data.onBadImage stop`)).code).toBe(1);
}, 120_000);

test('an evaluation into a file fails before it opens anything', async () => {
  for (const out of ['file', 'file/deeper']) {
    const { code, stderr } = await attgan(`evaluate --model run/model ${DATA} --backend wasm --out ${out}`);
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^error: Cannot make the folder file[^\n]*\n$/)]);
  }
});

test('a line of metrics.jsonl that is no record is named', async () => {
  await appendFile('run/metrics.jsonl', 'null\n');
  const { code, stderr } = await attgan('train --resume --run run --iterations 4 --data.onBadImage skip');
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /error: run\/metrics\.jsonl, line \d+ is no object of JSON\. Remove the line, or the file\.\n$/,
  );
});

test.each([
  ['validation', `train --run empty ${SMALL} --iterations 2`, 'train'],
  ['validation', 'train-classifier --out c --backend wasm --size 32 --network small --iterations 2 --batch 2', 'train'],
  ['train', 'train-classifier --out c --backend wasm --size 32 --network small --iterations 2 --batch 2', 'test'],
])('of data that is all in the %s split, `%s` says in one line that %s is empty', async (split, command, missing) => {
  await writeFile('album/labels.csv', labels(split, 'a.jpg', 'b.jpg', 'c.jpg', 'd.jpg'));
  const { code, stderr } = await attgan(`${command} ${DATA}`);
  expect([code, stderr]).toEqual([
    1,
    expect.stringContaining(`error: There are no images in the ${missing} split to `),
  ]);
  expect(stderr).not.toContain('a bug in attgan');
});
