import type { Picture } from '@attgan/pictures';
import type { EditScores } from '../../true-edits/edit-scores.ts';
import { scoreTable } from '../../true-edits/score-table.ts';
import { encodePictures } from '../page/encode-pictures.ts';
import { htmlFacts } from '../page/html-facts.ts';
import { htmlTable } from '../page/html-table.ts';
import { html } from '../page/html.ts';
import type { Section } from '../page/page.ts';
import { picturesSection } from '../page/pictures-section.ts';
import { publicPaths } from '../page/public-paths.ts';
import { writePage } from '../page/write-page.ts';

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
 * @throws AttganError when writing fails.
 */
export async function writeReport(folder: string, report: Report): Promise<string> {
  const { title, scores, pictures = [] } = report;
  const facts = publicPaths(report.facts ?? []);
  const encoded = await encodePictures(pictures);
  const about = facts.length === 0 ? undefined : { id: 'about', title: 'About', parts: [htmlFacts(facts)] };
  const sections = [about, scores && scoresSection(scores), picturesSection(encoded)];
  const beside = { 'scores.json': scores && `${JSON.stringify(scores, null, 2)}\n` };
  return writePage(folder, 'report.html', { title, sections }, beside);
}

function scoresSection(scores: EditScores): Section {
  const { faces, strength, labels, labelsRight } = scores;
  const { columns, rows } = scoreTable(scores);
  const share = `${(100 * labelsRight).toFixed(1)} % of them correct`;
  return {
    id: 'scores',
    title: 'Scores',
    parts: [
      htmlFacts([
        ['Faces', String(faces)],
        ['Strength', String(strength)],
        ['Labels of the inputs', labels === 'true' ? 'the true ones' : `predicted by the model, ${share}`],
      ]),
      htmlTable({ columns, rows: rows.map(([name = '', ...cells]) => ({ name, cells })) }),
      ...NOTES.map((note) => html`<p>${note}</p>`),
    ],
  };
}

const NOTES = [
  'Inside: the pixels where the true edit differs from the input by more than 8/255 in any channel. Outside: the others. ' +
    'Numbers are mean absolute differences from the true edit in 255ths; a ratio of 0 is the true edit, 1 no edit at all.',
  'Read as wanted: share of edits in which a classifier trained separately reads the wanted value.',
];
