import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AttganError } from '@attgan/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodeWebp } from '@attgan/pictures';
import type { EditScores } from '../../true-edits/edit-scores.ts';
import { writeReport } from './write-report.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attgan-report-'));
});
afterAll(async () => rm(folder, { recursive: true }));

const numbers = { insideOurs: 12, insideUnedited: 48, ratio: 0.25, outside: 1.5, accuracy: 0.875 };
const scores: EditScores = {
  faces: 500,
  strength: 2,
  labels: 'predicted',
  labelsRight: 0.9,
  attributes: [{ attribute: 'Eyeglasses', ...numbers }],
  pooled: numbers,
  mean: numbers,
};
const picture = { width: 2, height: 2, pixels: new Uint8Array(12).fill(99) };

test('a report holds its pictures and scores in one HTML file, with the numbers as JSON beside it', async () => {
  const path = await writeReport(join(folder, 'a', 'b'), {
    title: 'Faces & <edits>',
    facts: [['Model', 'runs/"one"']],
    scores,
    pictures: [{ caption: 'A sheet', picture }],
  });
  const html = await readFile(path, 'utf8');
  expect(html).toContain('<h1>Faces &amp; &lt;edits&gt;</h1>');
  expect(html).toContain('runs/&quot;one&quot;');
  expect(html).toContain('<th scope="row">Eyeglasses</th><td>0.250</td>');
  expect(html).toContain('predicted by the model, 90.0 % of them correct');
  const [, base64 = ''] = /src="data:image\/webp;base64,([^"]+)"/.exec(html) ?? [];
  expect(Buffer.from(base64, 'base64')).toEqual(await encodeWebp(picture));
  expect(html).not.toMatch(/(src|href)="(?!data:)/);
  expect(JSON.parse(await readFile(join(folder, 'a', 'b', 'scores.json'), 'utf8'))).toEqual(scores);
});

test('a report without scores or pictures is a page all the same', async () => {
  const html = await readFile(await writeReport(join(folder, 'bare'), { title: 'Bare' }), 'utf8');
  expect(html).not.toContain('<table');
});

test('a folder that cannot be made is an error in one line', async () => {
  await writeFile(join(folder, 'file'), '');
  const error: unknown = await writeReport(join(folder, 'file'), { title: 'x' }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(AttganError);
  expect((error as Error).message).not.toContain('\n');
});
