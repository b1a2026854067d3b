import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Scaling } from './scaling.ts';
import { scalingSeries } from './scaling-series.ts';
import { scalingText } from './scaling-text.ts';
import { writeScaling } from './write-scaling.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attgan-scaling-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const batches = [1, 2, 4].map((batch) => ({ batch, edit_ms: 3 + 2 * batch, edit_mb: 400 }));
const processes = [
  { processes: 1, threads: 1, edits_per_s: 10 },
  { processes: 1, threads: 4, edits_per_s: 35 },
  { processes: 2, threads: 1, edits_per_s: 20 },
  { processes: 4, threads: 1, edits_per_s: 40 },
];
const scaling: Scaling = {
  format: 1,
  preset: 'paper-128',
  width: 1,
  batch: 8,
  repeats: 3,
  backend: 'tensorflow',
  description: 'TensorFlow <2> of /home/someone/lib',
  machine: { processor: 'A processor', cores: 4, memory_mb: 1024, node: '20.0.0' },
  parameters: { generator: 7, critic: 9 },
  seconds: 65,
  series: [scalingSeries('batch', batches), scalingSeries('processes', processes)],
};

test('a page has each figure, its growth as a formula with R², and needs no other file', async () => {
  const { page, results } = await writeScaling(join(folder, 'one'), scaling);
  const html = await readFile(page, 'utf8');
  expect(html).toContain(
    '<th scope="row">edit of a batch, milliseconds</th><td>affine</td><td>3 + 2·batch</td><td>1.000</td>',
  );
  expect(html).toContain('<th scope="row">editing, MB</th><td>affine</td><td>400 + 0·batch</td><td>1.000</td>');
  expect(html).toContain('TensorFlow &lt;2&gt; of lib');
  expect(html.match(/<svg [^>]*role="img"/g)).toHaveLength(3);
  expect(html).not.toMatch(/(src|href)="(?!data:|#)|NaN|undefined/);
  expect(JSON.parse(await readFile(results, 'utf8'))).toEqual({ ...scaling, description: 'TensorFlow <2> of lib' });
});

test('growth with processes is that at the same threads, and each number of threads has its line', async () => {
  expect(scaling.series[1]?.growth['edits_per_s']?.affine).toEqual({
    intercept: expect.closeTo(0, 9) as number,
    slope: expect.closeTo(10, 9) as number,
    r2: expect.closeTo(1, 9) as number,
  });
  const html = await readFile((await writeScaling(join(folder, 'two'), scaling)).page, 'utf8');
  expect(html).toContain('aria-label="edits by all processes, threads 1, edits by all processes, threads 4"');
});

test('text for a terminal has a row for each point and a line for each fit', () => {
  const [first = '', second = ''] = scalingText(scaling).split('\n\n');
  expect(first.split('\n').map((line) => line.trim().replaceAll(/ +/g, ' '))).toEqual([
    'batch edit_ms edit_mb',
    '1 5 400',
    '2 7 400',
    '4 11 400',
    'edit of a batch, milliseconds: 3 + 2·batch (R² 1.000)',
    'editing, MB: 400 + 0·batch (R² 1.000)',
  ]);
  expect(second).toContain('processes  threads  edits_per_s');
});

test('a series of two points has no fit, and one without a figure in a point a dash there', () => {
  const series = scalingSeries('pictures', [{ pictures: 8, photos_s: 2 }, { pictures: 16 }]);
  expect(series.growth).toEqual({});
  expect(scalingText({ ...scaling, series: [series] })).toMatch(/16 +–$/m);
});
