import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PasteEvaluation } from '@attgan/eval';
import { blankPicture, paste, savePng, type Picture } from '@attgan/pictures';
import { readPhoto } from '@attgan/photos';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { attganHere, type Ended } from './in-process.ts';
import { ROOT } from './workspace.ts';

const before = process.cwd();
const PORTRAIT = join(ROOT, 'packages', 'photos', 'assets', 'astronaut.png');
let root = '';

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'attgan-whole-'));
  process.chdir(root);
  await savePng(join(root, 'group.png'), await group());
  await savePng(join(root, 'wall.png'), blankPicture(300, 200, 0x80_90_a0));
});
afterAll(async () => {
  process.chdir(before);
  await rm(root, { recursive: true, force: true });
});

/** The portrait three times, its face 88, 44 and 26 pixels wide. */
async function group(): Promise<Picture> {
  const canvas = blankPicture(900, 560, 0xa0_a0_a8);
  let x = 10;
  for (const edge of [512, 256, 152]) {
    const data = await sharp(PORTRAIT).resize(edge, edge).raw().toBuffer();
    paste(canvas, { width: edge, height: edge, pixels: new Uint8Array(data) }, x, 20);
    x += edge - (edge === 512 ? 120 : -10);
  }
  return canvas;
}

const attgan = (...args: string[]): Promise<Ended> => attganHere(args);

interface TestedFace {
  readonly number: number;
  readonly box: readonly number[];
  readonly square: readonly (readonly [number, number])[];
  readonly points: { readonly leftEye: readonly [number, number] };
  readonly changes: readonly string[];
}

/** Whether (x, y) lies in a square given by its corners in order. */
function inside(square: TestedFace['square'], x: number, y: number): boolean {
  return square.every(([u, v], index) => {
    const [p, q] = square[(index + 1) % 4] as readonly [number, number];
    return (p - u) * (y - v) - (q - v) * (x - u) > -0.01;
  });
}

test('faces of every size are found, only those asked for are edited, and nothing outside their squares changes', async () => {
  const edited = await attgan('edit', 'group.png', '--set', '2:Eyeglasses=on', '--json', '--out', 'o/');
  expect(edited.code, edited.stderr).toBe(0);
  const [{ faces }] = JSON.parse(edited.stdout) as [{ faces: TestedFace[] }];
  expect(faces.map(({ number, changes }) => [number, changes])).toEqual([
    [1, []],
    [2, ['Eyeglasses=on']],
    [3, []],
  ]);
  expect((faces[2] as TestedFace).box[2]).toBeLessThan(32);
  const [before, after] = [await readPhoto(join(root, 'group.png')), await readPhoto(join(root, 'o', 'group.png'))];
  const { leftEye } = (faces[0] as TestedFace).points;
  expect(Math.hypot(leftEye[0] - 213, leftEye[1] - 120)).toBeLessThan(4);
  let changed = 0;
  const { square } = faces[1] as TestedFace;
  after.picture.pixels.forEach((value, at) => {
    if (value === before.picture.pixels[at]) return;
    changed++;
    const pixel = Math.floor(at / 3);
    expect(inside(square, pixel % 900, Math.floor(pixel / 900))).toBe(true);
  });
  expect(changed).toBeGreaterThan(300);
  expect((await sharp(join(root, 'o', 'group.png')).metadata()).xmpAsString).toContain('2:Eyeglasses=on');
}, 300_000);

test('strength 0 gives the photo back bit for bit, and slides and sheets are drawn of whole photos', async () => {
  const none = await attgan('edit', PORTRAIT, '--set', 'Bald=on', '--strength', '0', '--out', 'same.png');
  expect(none.code, none.stderr).toBe(0);
  expect(await readFile(join(root, 'same.png'))).toEqual(await readFile(PORTRAIT));
  const slid = await attgan(
    'slide',
    PORTRAIT,
    '--attribute',
    'Young',
    '--steps',
    '3',
    '--size',
    '128',
    '--out',
    's.png',
  );
  expect(slid.code, slid.stderr).toBe(0);
  expect((await sharp(join(root, 's.png')).metadata()).width).toBeGreaterThan(3 * 128);
}, 300_000);

test('photos without a face are named and skipped, and fail where none has one', async () => {
  const skipped = await attgan('edit', 'wall.png', '--set', 'Bald=on', '--out', 'none/');
  expect([skipped.code, skipped.stderr.split('\n').filter((line) => line.startsWith('error:')).length]).toEqual([1, 1]);
  expect(skipped.stderr).toContain('no face was found; skipped');
  const copied = await attgan('edit', 'wall.png', '--set', 'Bald=on', '--on-missing', 'copy', '--out', 'copy/');
  expect(copied.stderr).toContain('copied');
  expect(await readFile(join(root, 'copy', 'wall.png'))).toEqual(await readFile(join(root, 'wall.png')));
}, 300_000);

test('ways of pasting are measured on a folder of photos, and shown on a page without faces', async () => {
  await mkdir(join(root, 'album'));
  await cp(PORTRAIT, join(root, 'album', 'portrait.png'));
  const measure = 'evaluate --model faces-64 --paste album --out pastes'.split(' ');
  const measured = await attgan(...measure, '--json');
  expect(measured.code, measured.stderr).toBe(0);
  const { evaluation } = JSON.parse(measured.stdout) as { evaluation: PasteEvaluation };
  expect(evaluation).toMatchObject({ photos: 1, located: 1, edited: 1, changedOutside: 0, warned: {} });
  expect(evaluation.pastes.map(({ name }) => name)).toEqual(['difference', 'plain', 'masked', 'fading', 'edit']);
  const sharpness = (name: string) => evaluation.pastes.find((each) => each.name === name)?.figures[3]?.value ?? NaN;
  // The bare edit is soft at the size of the photo's face; a difference keeps the photo's own detail.
  expect(sharpness('edit')).toBeLessThan(0.7);
  expect(sharpness('difference')).toBeGreaterThan(0.95);
  const page = await readFile(join(root, 'pastes', 'pastes.html'), 'utf8');
  expect([page.includes('person found first'), page.includes('<img')]).toEqual([true, false]);
  const wrong = await attgan(...measure, '--metric', 'identity');
  expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('--metric means nothing with --paste')]);
}, 300_000);

test('the demo leaves the portrait edited at its own size, and pages of it and of drawn faces', async () => {
  const shown = await attgan('demo', '--iterations', '1', '--out', 'demo', '--json');
  expect(shown.code, shown.stderr).toBe(0);
  const { portrait, portraitSheet, sheet, page } = JSON.parse(shown.stdout) as Record<string, string>;
  const [before, after] = await Promise.all([readPhoto(PORTRAIT), readPhoto(join(root, portrait as string))]);
  expect([after.picture.width, after.picture.height]).toEqual([512, 512]);
  const changed = after.picture.pixels.filter((value, at) => value !== before.picture.pixels[at]).length;
  expect(changed).toBeGreaterThan(3000);
  expect(changed).toBeLessThan(512 * 512);
  expect(after.xmp).toContain('Eyeglasses=on');
  for (const file of [portraitSheet, sheet, page])
    expect((await readFile(join(root, file as string))).length).toBeGreaterThan(9000);
}, 300_000);

test('aligned faces become a dataset', async () => {
  const aligned = await attgan('align', 'group.png', '--out', 'faces');
  expect(aligned.code, aligned.stderr).toBe(0);
  expect((await readdir(join(root, 'faces'))).sort()).toEqual([
    'faces.csv',
    'group-1.png',
    'group-2.png',
    'group-3.png',
  ]);
  const inspected = await attgan(
    ...'data inspect --data folder --data.root faces --data.labels faces/faces.csv --data.crop aligned'.split(' '),
  );
  expect(inspected.code, inspected.stderr).toBe(0);
  expect(inspected.stdout).toContain('"Mustache"');
}, 300_000);

test('a wrong face, paste or detector is one line that names it', async () => {
  await writeFile(join(root, 'x.png'), 'no image');
  for (const [text, ...args] of [
    ['--face "first": choose all, largest', '--face', 'first'],
    ['--paste "poisson": choose one of difference', '--paste', 'poisson'],
    ['--set 0:Bald=on: faces are numbered from 1', '--set', '0:Bald=on'],
  ]) {
    const ended = await attgan('edit', 'x.png', '--set', 'Young=on', '--out', 'w.png', ...args);
    expect(ended.stderr).toContain(text);
    expect(ended.code).toBe(2);
  }
}, 300_000);
