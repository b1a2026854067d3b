import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileError, writeFileAtomically } from '@attgan/formats';
import { encodeWebp, type Picture } from '@attgan/pictures';
import { reportHtml } from './report-html.ts';
import type { EditScores } from '../true-edits/edit-scores.ts';
import { scoreTable } from '../true-edits/score-table.ts';

export interface ReportPicture {
  readonly caption: string;
  readonly picture: Picture;
}

export interface Report {
  readonly title: string;
  /** Shown as a list: model, data, backend, and the like. */
  readonly facts?: readonly (readonly [name: string, value: string])[];
  readonly scores?: EditScores;
  readonly pictures?: readonly ReportPicture[];
}

/**
 * Writes `report.html`, which needs no other file, and `scores.json` where there are scores.
 * @returns the path of the report
 * @throws AttganError when the disk refuses.
 */
export async function writeReport(folder: string, report: Report): Promise<string> {
  const { title, facts = [], scores, pictures = [] } = report;
  const path = join(folder, 'report.html');
  const html = reportHtml({
    title,
    facts: [...facts, ...(scores === undefined ? [] : factsOf(scores))],
    notes: scores === undefined ? [] : NOTES,
    pictures: await Promise.all(
      pictures.map(async ({ caption, picture }) => ({ caption, webp: await encodeWebp(picture) })),
    ),
    ...(scores !== undefined && { table: scoreTable(scores) }),
  });
  try {
    await mkdir(folder, { recursive: true });
    if (scores !== undefined) {
      await writeFileAtomically(join(folder, 'scores.json'), `${JSON.stringify(scores, null, 2)}\n`);
    }
    await writeFileAtomically(path, html);
  } catch (error) {
    throw fileError('write', folder, error);
  }
  return path;
}

function factsOf({ faces, strength, labels, labelsRight }: EditScores): [string, string][] {
  const share = `${(100 * labelsRight).toFixed(1)} % of them right`;
  return [
    ['Faces', String(faces)],
    ['Strength', String(strength)],
    ['Labels started from', labels === 'true' ? 'the true ones' : `predicted by the model, ${share}`],
  ];
}

const NOTES = [
  'Inside: the pixels where the true edit differs from the input by more than 8/255 in any channel. Outside: the others. ' +
    'Numbers are mean absolute differences from the true edit in 255ths; a ratio of 0 is the true edit, 1 no edit at all.',
  'Read as wanted: share of edits in which a classifier trained apart from the model reads the wanted value.',
];
