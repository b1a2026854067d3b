import type { AttributeScore, EditScores } from './edit-scores.ts';

/** Text in rows and columns; the first column names the row. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The scores as people read them: one row an attribute, then the means and the pooled numbers. */
export function scoreTable(scores: EditScores): Table {
  const rated = scores.mean.accuracy !== undefined;
  const row = (name: string, score: Omit<AttributeScore, 'attribute'>): string[] => [
    name,
    score.ratio.toFixed(3),
    score.insideOurs.toFixed(2),
    score.insideUnedited.toFixed(2),
    score.outside.toFixed(2),
    ...(score.accuracy === undefined ? [] : [`${(100 * score.accuracy).toFixed(1)} %`]),
  ];
  return {
    columns: [
      'Attribute',
      'Inside, ours / unedited',
      'Inside, ours',
      'Inside, unedited',
      'Outside, ours',
      ...(rated ? ['Read as wanted'] : []),
    ],
    rows: [
      ...scores.attributes.map((score) => row(score.attribute, score)),
      row('Mean', scores.mean),
      row('Pooled', scores.pooled),
    ],
  };
}

/** The same as lines of text, columns aligned. */
export function scoreText(scores: EditScores): string {
  const { columns, rows } = scoreTable(scores);
  const lines = [columns, ...rows];
  const widths = columns.map((_, column) => Math.max(...lines.map((line) => (line[column] as string).length)));
  return lines
    .map((line) =>
      line
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[0] as number) : cell.padStart(widths[column] as number),
        )
        .join('  '),
    )
    .join('\n');
}
