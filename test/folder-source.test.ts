import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { celebaTree } from '../packages/data-celeba/src/testing/celeba-tree.ts';
import { backendHere } from './backend-here.ts';
import { attganHere } from './in-process.ts';

/** The real photos lie beside the checkout on some machines and nowhere else. */
const photos = join(import.meta.dirname, '..', '..', 'shared', 'celeba');
const ATTRIBUTES = ['Black_Hair', 'Blond_Hair', 'Male'];

const before = process.cwd();
let root = '';
let madeUp: Awaited<ReturnType<typeof celebaTree>>;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'attgan-folder-run-'));
  process.chdir(root);
  madeUp = await celebaTree(40);
});
afterAll(async () => {
  process.chdir(before);
  await rm(root, { recursive: true, force: true });
  await madeUp.remove();
});

async function attgan(...words: string[]): Promise<string> {
  const { code, stdout, stderr } = await attganHere(words);
  expect(code, stderr).toBe(0);
  return stdout;
}

async function train(run: string, ...data: string[]): Promise<string> {
  const { name } = await backendHere();
  const flags = {
    'generator.preset': 'paper-64',
    'generator.size': 32,
    'generator.width': 1 / 32,
    'critic.width': 1 / 32,
    'method.criticUpdates': 1,
    'train.log': 1,
    'train.samples': 50,
    'train.checkpoint': 50,
    'data.cache': 'off',
    batch: 4,
    iterations: 5,
  };
  const words = Object.entries(flags).flatMap(([flag, value]) => [`--${flag}`, String(value)]);
  const threads = name === 'tensorflow' ? ['--backend.threads', '2'] : [];
  await attgan('train', ...data, '--backend', name, ...threads, ...words, '--run', run);
  return readFile(join(root, run, 'metrics.jsonl'), 'utf8');
}

/** Three of CelebA's attributes and its split, as somebody would write them for pictures of their own. */
async function writeLabels(celeba: string, path: string): Promise<void> {
  const read = async (name: string) => (await readFile(join(celeba, name), 'utf8')).trimEnd().split('\n');
  const fields = (line: string): string[] => line.trim().split(/\s+/);
  const [, header = '', ...rows] = await read('list_attr_celeba.txt');
  const columns = ATTRIBUTES.map((name) => fields(header).indexOf(name) + 1);
  const numbers = new Map((await read('list_eval_partition.txt')).map((line) => fields(line) as [string, string]));
  const lines = rows.map(fields).map(([name = '', ...labels]) => {
    const chosen = columns.map((column) => (labels[column - 1] === '1' ? 'true' : '0'));
    return [name, ...chosen, ['train', 'validation', 'test'][Number(numbers.get(name))]].join(',');
  });
  await writeFile(path, [`file,${ATTRIBUTES.join(',')},split`, ...lines, ''].join('\n'));
}

test.for(['made-up photos', 'real photos'])(
  "a folder of CelebA's %s with labels in a CSV trains to the same metrics, byte for byte, as CelebA",
  { timeout: 180_000 },
  async (kind, { skip }) => {
    const celeba = kind === 'real photos' ? photos : madeUp.root;
    skip(!existsSync(celeba), 'there are none beside this checkout');
    const labels = join(root, `${kind}.csv`);
    await writeLabels(celeba, labels);
    const own = ['--data.root', join(celeba, 'img_align_celeba'), '--data.labels', labels];
    const same = ['--data.crop', 'aligned', '--data.exclusive', 'Black_Hair,Blond_Hair'];
    const folder = await train(`${kind} folder`, '--data', 'folder', ...own, ...same);
    const attributes = ['--data.attributes', ATTRIBUTES.join(',')];
    const official = await train(`${kind} celeba`, '--data', 'celeba', '--data.root', celeba, ...attributes);
    expect(folder.trimEnd().split('\n')).toHaveLength(5);
    expect(folder).toBe(official);
  },
);

test('data inspects and packs the source that is named, with options of a configuration file', async () => {
  const labels = join(root, 'labels.csv');
  await writeLabels(madeUp.root, labels);
  const data = {
    name: 'folder',
    root: madeUp.path('img_align_celeba'),
    labels,
    exclusive: [['Black_Hair', 'Blond_Hair']],
  };
  await writeFile(join(root, 'faces.json'), JSON.stringify({ data }));
  const report = JSON.parse(await attgan('data', 'inspect', '--config', 'faces.json', '--json')) as {
    readonly listed: number;
    readonly violations: readonly { readonly group: readonly string[] }[];
  };
  expect(report.listed).toBe(40);
  expect(report.violations.map(({ group }) => group)).toEqual([['Black_Hair', 'Blond_Hair']]);
  const pack = ['data', 'pack', '--config', 'faces.json', '--size', '16', '--out', 'packed', '--json'];
  expect(JSON.parse(await attgan(...pack))).toMatchObject({ images: 40, bytes: 40 * 16 * 16 * 3, bad: [] });
  expect(await attgan('data', 'inspect', '--data.root', madeUp.root)).toContain('list_attr_celeba.txt');
});

test.each([
  [['--data', 'avatars'], 'The data source "avatars" cannot be inspected.'],
  [['--data', 'faces'], 'No data named "faces". Known: avatars, celeba, folder.'],
  [
    ['--data', 'folder', '--data.root', 'x', '--data.lables', 'y'],
    'Unknown option data.lables. Did you mean "labels"?',
  ],
  [['--data', 'folder'], 'data.root: set it to the folder of the pictures'],
  [['--train.batch', '2'], 'Unknown flag --train.batch.'],
])('data inspect %j is refused in one line', async (words, message) => {
  const { code, stderr } = await attganHere(['data', 'inspect', ...words]);
  expect(code).toBe(2);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(stderr).toContain(message);
});
