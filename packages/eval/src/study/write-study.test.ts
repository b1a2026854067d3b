import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { studyPlan } from './study-plan.ts';
import type { Study, StudyRun } from './study.ts';
import { writeStudy } from './write-study.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attgan-study-page-'));
});
afterAll(async () => rm(folder, { recursive: true }));

function run(experiment: string, seed: number, value: number): StudyRun {
  const estimate = { value, low: value - 1, high: value + 1, count: 9 };
  const figures = [{ name: 'PSNR', unit: 'decibels', better: 'higher', estimate }] as const;
  const findings = { reconstruction: { seconds: 1, finding: { figures, tables: [], charts: [], notes: [] } } };
  const model = { name: experiment, sha256: 'ab'.repeat(32), strength: 1, provenance: {}, seconds: 1, findings };
  return { experiment, seed, iterations: 10, seconds: 60, model };
}

const claim = { metric: 'reconstruction', figure: 'PSNR', of: 'one', than: ['two'], expected: 'higher' };
const study: Study = {
  format: 1,
  plan: studyPlan.parse({
    title: 'One & two',
    base: { data: { name: 'celeba', root: '/srv/photos/celeba' } },
    experiments: { one: {}, two: {} },
    seeds: [0, 1],
    minutes: 5,
    claims: [{ text: 'One is <better>.', ...claim }],
  }),
  protocol: {
    data: 'CelebA: 9 images packed in /srv/photos/pack, crop 170',
    split: 'test',
    faces: 9,
    attributes: ['Bald'],
    strengths: [1],
    seed: 0,
    backend: 'wasm',
  },
  runs: [run('one', 0, 30), run('one', 1, 31), run('two', 0, 20), run('two', 1, 20.5)],
};
const picture = { width: 24, height: 24, pixels: new Uint8Array(24 * 24 * 3) };

test('a study is a page with verdicts, its numbers, and a picture of the experiments side by side', async () => {
  const faces = [{ input: picture, reconstruction: picture, edits: [picture] }];
  const flipped = ['one', 'two'].map((name) => ({ name, faces }));
  const paths = await writeStudy(join(folder, 'faces'), study, { pictures: [], flipped });
  expect((await readdir(join(folder, 'faces'))).sort()).toEqual(['study.html', 'study.json', 'study.webp']);
  expect(Object.keys(paths)).toEqual(['page', 'results', 'sheet']);
  const page = await readFile(paths.page, 'utf8');
  expect(page).toContain('<h1>One &amp; two</h1>');
  expect(page).toContain('One is &lt;better&gt;.');
  expect(page).toContain('<strong>holds</strong>');
  expect([...page.matchAll(/<section id="([^"]+)"/g)].map(([, id]) => id)).toEqual([
    'claims',
    'figures',
    'pictures',
    'protocol',
  ]);
  expect(page).not.toMatch(/<script|(src|href)="(?!data:|#)/);
});

test('without faces there is no picture, and nothing shows where on the machine something lies', async () => {
  const { page, results, sheet } = await writeStudy(join(folder, 'faceless'), study, { pictures: [], flipped: [] });
  expect(sheet).toBeUndefined();
  for (const path of [page, results]) {
    const text = await readFile(path, 'utf8');
    expect(text).not.toMatch(/\/srv|photos/);
    expect(text).toContain('packed in pack, crop 170');
  }
  const read = JSON.parse(await readFile(results, 'utf8')) as Study;
  expect(read.runs).toEqual(study.runs);
});
