import type { Estimate, Finding, Observations } from '@attgan/eval';
import { demand, demandFinite } from './demand.ts';
import { casesIn, type Described, type KindSuite } from './kind-suite.ts';
import { madeUpSample, type MadeUpSample } from './made-up-sample.ts';
import { changedNames } from './probes.ts';

interface Subject extends Described<'metric'> {
  readonly made: MadeUpSample;
}

async function observe({ definition, options, made }: Subject): Promise<Observations> {
  return definition.observe(await made.sample(), options);
}

async function summarise(subject: Subject): Promise<Finding> {
  return subject.definition.summarise(await observe(subject), subject.made.protocol, subject.options);
}

function checkEstimate({ value, low, high, count }: Estimate, what: string): void {
  demandFinite([value, low, high], what);
  demand(low <= value && value <= high, `${what} is ${value}, outside of its own interval from ${low} to ${high}`);
  demand(count > 0, `${what} rests on ${count} faces`);
}

const values = (rows: Observations): Map<string, Float32Array> =>
  new Map(Object.entries(rows).map(([name, each]) => [name, each.values]));

/** What every metric must satisfy: rows for every face, and findings that a page can show, even of an editor that draws at random. */
export const metricSuite: KindSuite<'metric', Subject> = {
  kind: 'metric',
  // As when a model is evaluated: a metric may compute with them.
  tensors: true,
  async open(definition, setting) {
    const { options = {} } = setting;
    return { definition, options, setting, made: await madeUpSample(definition, setting) };
  },
  cases: casesIn<Subject>(
    'metric',
    {
      'gives a row for each face': async (subject) => {
        const { faces } = subject.made.protocol;
        const rows = Object.entries(await observe(subject));
        demand(rows.length > 0, 'it observes nothing');
        for (const [name, { width, values: numbers }] of rows) {
          demand(Number.isInteger(width) && width > 0, `the rows "${name}" have the width ${width}`);
          const wanted = faces * width;
          demand(
            numbers.length === wanted,
            `"${name}" holds ${numbers.length} numbers: ${faces} faces of width ${width} are ${wanted}`,
          );
        }
      },
      'observes the same twice, bit for bit': async (subject) => {
        const changed = changedNames(values(await observe(subject)), values(await observe(subject)));
        demand(changed.length === 0, `observed again, these differ: ${changed.join(', ')}`);
      },
      'finds numbers that are finite, within their intervals': async (subject) => {
        const { figures, tables, charts } = await summarise(subject);
        for (const { name, estimate } of figures) checkEstimate(estimate, `the figure "${name}"`);
        for (const { title, rows } of tables) {
          for (const { name, cells } of rows) {
            for (const cell of cells)
              if (cell !== undefined) checkEstimate(cell, `a cell of "${title}", row "${name}"`);
          }
        }
        for (const { title, series } of charts) {
          for (const { name, points } of series) demandFinite(points.flat(), `the line "${name}" of "${title}"`);
        }
      },
      'finds one to four figures, and tables with a cell for each column': async (subject) => {
        const { figures, tables } = await summarise(subject);
        demand(
          figures.length > 0 && figures.length <= 4,
          `it has ${figures.length} figures: at least one, at most four`,
        );
        for (const { title, columns, rows } of tables) {
          const wrong = rows.find(({ cells }) => cells.length !== columns.length);
          demand(
            wrong === undefined,
            `"${title}": ${wrong?.cells.length} cells in the row "${wrong?.name}" for ${columns.length} columns`,
          );
        }
      },
      'finds the same twice, in plain JSON': async (subject) => {
        const finding = await summarise(subject);
        const text = JSON.stringify(finding);
        demand(text === JSON.stringify(await summarise(subject)), 'summarised again, it finds something else');
        demand(JSON.stringify(JSON.parse(text)) === text, 'its finding is no plain JSON');
      },
      'says how it measured': async (subject) => {
        const { notes } = await summarise(subject);
        demand(
          notes.some((note) => note.trim() !== ''),
          'it has no notes',
        );
      },
    },
    { without: ({ definition, made }) => definition.whyUnavailable?.(made.protocol) },
  ),
};
