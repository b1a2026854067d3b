import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AttganError } from '@attgan/core';
import { encodeWebp } from '@attgan/pictures';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Estimate, Finding } from '../../finding.ts';
import type { EvaluatedModel, Evaluation } from './evaluation.ts';
import { pageHtml } from '../page/page.ts';
import type { EncodedPicture } from '../page/pictures-section.ts';
import { evaluationPage } from './evaluation-page.ts';
import { evaluationText } from './evaluation-text.ts';
import { wilsonInterval } from '../../scores/wilson-interval.ts';
import { writeEvaluation } from './write-evaluation.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attgan-evaluation-'));
});
afterAll(async () => rm(folder, { recursive: true }));

const HOSTILE = `<script>alert("1")</script>&'`;

function estimate(value: number, count = 37): Estimate {
  return { value, low: value - 0.05, high: value + 0.04, count };
}

function finding(share: number, levels: number): Finding {
  return {
    figures: [
      { name: 'edits read as wanted', unit: 'share', better: 'higher', estimate: estimate(share) },
      { name: 'error elsewhere', unit: 'levels', better: 'lower', estimate: estimate(levels, 36) },
    ],
    tables: [
      {
        title: 'Single flips',
        rowTitle: 'Attribute',
        columns: [
          { name: 'read_as_wanted', unit: 'share' },
          { name: 'PSNR', unit: 'decibels' },
        ],
        rows: [
          { name: 'Bushy_Eyebrows', cells: [estimate(share, 17), estimate(31.25, 16)] },
          { name: 'Bald', cells: [undefined, { value: NaN, low: -Infinity, high: Infinity, count: 15 }] },
        ],
      },
    ],
    charts: [
      {
        title: 'By strength',
        xLabel: 'strength',
        yLabel: '%',
        series: ['Bald', 'Bangs', 'Young', 'Male', 'Mustache', 'Pale_Skin'].map((name) => ({
          name,
          points: [[0.5, 40] as const, [1, NaN] as const, [2, 60] as const],
        })),
      },
    ],
    notes: ['Measured so & so.'],
  };
}

function model(name: string, share: number, levels: number): EvaluatedModel {
  return {
    name,
    sha256: 'ab'.repeat(32),
    strength: 1,
    provenance: { from: HOSTILE },
    seconds: 3,
    findings: {
      accuracy: { seconds: 1, finding: finding(share, levels) },
      identity: { unavailable: 'the data do not say who is on a face' },
    },
  };
}

function evaluation(...models: readonly EvaluatedModel[]): Evaluation {
  return {
    format: 1,
    data: `faces of ${HOSTILE}`,
    split: 'test',
    faces: 37,
    attributes: ['Bald', 'Bushy_Eyebrows'],
    strengths: [0.5, 1, 2],
    seed: 0,
    backend: 'tensorflow',
    models,
  };
}

const one = evaluation(model('first', 0.941, 4.25));
const two = evaluation(model('first', 0.941, 4.25), model(HOSTILE, 0.9, 3.5));
const classified: Evaluation = {
  ...one,
  classifier: { description: 'one', sha256: 'cd'.repeat(32), accuracy: 0.9, accuracies: { Bald: 0.75 }, count: 29 },
};

const evaluationHtml = async (found: Evaluation, pictures: readonly EncodedPicture[]): Promise<string> =>
  pageHtml(await evaluationPage(found, pictures));

/** What is read in the row of a table that starts with `name`, cell by cell. */
function cells(page: string, name: string): readonly string[] {
  const rows = [...page.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row = '']) =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell = '']) =>
      cell
        .replaceAll(/<[^>]*>/g, '')
        .replaceAll(/\s+/g, ' ')
        .trim(),
    ),
  );
  const row = rows.find(([first]) => first === name);
  if (row === undefined) throw new Error(`No row "${name}"`);
  return row.slice(1);
}

test('every figure stands with its interval and its count', async () => {
  const page = await evaluationHtml(one, []);
  expect(cells(page, 'edits read as wanted ↑')).toEqual(['94.1 % [89.1, 98.1]', '37']);
  expect(cells(page, 'error elsewhere ↓')).toEqual(['4.25 [4.20, 4.29]', '36']);
});

test('every cell of a table stands with its interval and its count, those without a number as a dash', async () => {
  const page = await evaluationHtml(one, []);
  expect(cells(page, 'Bushy Eyebrows')).toEqual(['94.1 % [89.1, 98.1] · 17', '31.25 dB [31.20, 31.29] · 16']);
  expect(cells(page, 'Bald')).toEqual(['–', '– [–, –] · 15']);
  expect(page).not.toMatch(/NaN|Infinity|undefined/);
});

test('a count that all cells share is said once', async () => {
  const same = finding(0.5, 1);
  const [table] = same.tables;
  const rows = [{ name: 'Young', cells: [estimate(0.5, 17), estimate(30, 17)] }];
  const findings = { accuracy: { seconds: 1, finding: { ...same, tables: [{ ...table!, rows }] } } };
  const page = await evaluationHtml(evaluation({ ...model('first', 0.5, 1), findings }), []);
  expect(page).toContain('Count: 17 in every cell.');
  expect(cells(page, 'Young')).toEqual(['50.0 % [45.0, 54.0]', '30.00 dB [29.95, 30.04]']);
});

test('models stand side by side, and the best of each row is marked, the higher or the lower', async () => {
  const page = await evaluationHtml(two, []);
  expect(cells(page, 'Figure')).toEqual([
    'first',
    '&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39;',
    'Count',
  ]);
  expect(cells(page, 'edits read as wanted ↑')).toEqual(['94.1 % (best) [89.1, 98.1]', '90.0 % [85.0, 94.0]', '37']);
  expect(cells(page, 'error elsewhere ↓')).toEqual(['4.25 [4.20, 4.29]', '3.50 (best) [3.45, 3.54]', '36']);
  expect(cells(page, 'Bushy Eyebrows').slice(0, 2)).toEqual(['94.1 % [89.1, 98.1] · 17', '90.0 % [85.0, 94.0] · 17']);
  expect(await evaluationHtml(one, [])).not.toContain('(best)');
});

test('names of attributes are written as people read them, those of models as they are', async () => {
  const page = await evaluationHtml(evaluation(model('my_model', 0.9, 4), model('other', 0.9, 4)), []);
  expect(page).toContain('>Pale Skin<');
  expect(page).not.toContain('Pale_Skin');
  expect(page).not.toContain('my model');
});

test('models that read the same are both best', async () => {
  const page = await evaluationHtml(evaluation(model('a', 0.9411, 4), model('b', 0.9412, 4)), []);
  const [first, second] = cells(page, 'edits read as wanted ↑');
  expect(first).toContain('(best)');
  expect(second).toContain('(best)');
});

test('text from data is escaped, and the page asks for no other file', async () => {
  const webp = await encodeWebp({ width: 1, height: 1, pixels: new Uint8Array(3) });
  const page = await evaluationHtml(two, [{ model: HOSTILE, caption: HOSTILE, webp }]);
  expect(page).not.toContain('<script');
  expect(page).toContain('faces of &lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39;');
  expect(page).toContain('Measured so &amp; so.');
  expect(page).not.toMatch(/(src|href)="(?!data:|#)|url\(|@import/);
});

test('a metric that is unavailable says why', async () => {
  expect(await evaluationHtml(one, [])).toContain('Not available: the data do not say who is on a face.');
  expect(evaluationText(one)).toContain('identity: the data do not say who is on a face');
});

test('the lines of a chart break where there is no number', async () => {
  // Points at 0.5 and 2, nothing at 1: two dots, and no line between them.
  const [drawing = ''] = /<svg [^>]*aria-label="Bald: first".*?<\/svg>/s.exec(await evaluationHtml(one, [])) ?? [];
  const [, path = ''] =
    /d="(M[^"]*)"[^>]*stroke="var\(--c0\)"|stroke="var\(--c0\)".*?d="(M[^"]*)"/s.exec(drawing) ?? [];
  expect(drawing.split('<circle')).toHaveLength(3);
  expect(path).not.toContain('L');
});

test('a line of one model has a drawing of its own, in the colours of the page, above its title', async () => {
  const page = await evaluationHtml(one, []);
  expect(page.match(/<svg [^>]*role="img"/g)).toHaveLength(6);
  expect(page).toMatch(/<svg [^>]*aria-label="Pale Skin: first"/);
  expect(await evaluationHtml(two, [])).toMatch(/<svg [^>]*aria-label="Bald: first, &lt;script&gt;/);
});

test('without a classifier there is a page, with one its accuracies have intervals and counts', async () => {
  expect(await evaluationHtml(one, [])).not.toContain('classifier');
  expect(await evaluationHtml(classified, [])).toContain('90.0 % of labels, on 29 real faces');
  const [, rows = ''] = (await evaluationHtml(classified, [])).split('id="protocol"');
  expect(cells(rows, 'Bald')).toEqual(['75.0 % [57.0, 87.2]']);
  expect(rows).toContain('Count: 29 in every cell.');
});

test('the interval of a share stays between 0 and 1, and agrees with a published example', async () => {
  // Newcombe (1998), table I: 81 of 263.
  const { low, high } = wilsonInterval(81 / 263, 263);
  expect([low, high]).toEqual([expect.closeTo(0.2553, 4), expect.closeTo(0.3662, 4)]);
  expect(wilsonInterval(1, 20).high).toBeCloseTo(1, 12);
  expect(wilsonInterval(0, 20).low).toBeCloseTo(0, 12);
});

test('text for a terminal has a line for each figure and a column for each model', async () => {
  const lines = evaluationText(two).split('\n');
  const table = lines.slice(0, lines.indexOf(''));
  expect(table).toHaveLength(3);
  expect(table[0]).toMatch(/^Metric +Figure +first +<script>.* +Count$/);
  expect(table[1]).toMatch(/\* 94\.1 % \[89\.1, 98\.1\] +90\.0 % \[85\.0, 94\.0\] +37$/);
  expect(table[2]).toMatch(/ 4\.25 \[4\.20, 4\.29\] +\* 3\.50 \[3\.45, 3\.54\] +36$/);
  expect(new Set(table.map((line) => line.length)).size).toBe(1);
});

test('results.json holds the numbers of the page', async () => {
  const { page, results } = await writeEvaluation(join(folder, 'a', 'b'), classified);
  const read = JSON.parse(await readFile(results, 'utf8')) as Evaluation;
  const result = read.models[0]?.findings['accuracy'] as { finding: Finding };
  expect(result.finding.figures).toEqual(finding(0.941, 4.25).figures);
  expect(read.classifier).toEqual(classified.classifier);
  expect(await readFile(page, 'utf8')).toBe(await evaluationHtml(classified, []));
});

test('neither the page nor results.json shows where on the machine something lies', async () => {
  const located: Evaluation = {
    ...evaluation({ ...model('first', 0.9, 4), provenance: { experiment: { data: { root: '/srv/photos/celeba' } } } }),
    data: 'CelebA: 9 images packed in /home/jane/cache/x1, crop 170',
    classifier: { ...classified.classifier!, description: 'trained on images decoded from /srv/photos/celeba' },
  };
  const { page, results } = await writeEvaluation(join(folder, 'located'), located);
  for (const path of [page, results]) {
    const text = await readFile(path, 'utf8');
    expect(text).not.toMatch(/\/srv|\/home|photos/);
    expect(text).toContain('packed in x1, crop 170');
  }
});

test('a folder that cannot be made is an error in one line', async () => {
  const file = join(folder, 'file');
  await writeFile(file, 'mine');
  const error: unknown = await writeEvaluation(file, one).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(AttganError);
  expect((error as Error).message).toContain(file);
  expect((error as Error).message).not.toContain('\n');
  expect(await readFile(file, 'utf8')).toBe('mine');
});

test('a file that cannot be replaced leaves nothing half-written beside it', async () => {
  const { page } = await writeEvaluation(join(folder, 'c'), one);
  await rm(page);
  await writeEvaluation(join(page, 'in-the-way'), one);
  const error: unknown = await writeEvaluation(join(folder, 'c'), one).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(AttganError);
  expect((await readdir(join(folder, 'c'))).sort()).toEqual(['evaluation.html', 'results.json']);
});
