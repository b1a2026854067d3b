import type { FindingChart } from '../finding.ts';
import { chartFigure } from '../report/page/chart-figure.ts';
import { formatSeconds } from '../report/page/format-number.ts';
import { htmlFacts } from '../report/page/html-facts.ts';
import { htmlTable } from '../report/page/html-table.ts';
import { html, type Html } from '../report/page/html.ts';
import type { Page, Section } from '../report/page/page.ts';
import { betterFit } from './fit-growth.ts';
import { explainedText, growthText, short } from './growth-text.ts';
import { choicesIn, figuresIn, figureTitle, groupsOf, pointsOf, unitOf, UNITS } from './scaling-series.ts';
import type { Scaling, ScalingSeries } from './scaling.ts';

/** A section for what grows, with charts, figures and fits, and one that says how it was measured. */
export async function scalingPage(scaling: Scaling): Promise<Page> {
  const sections: Section[] = [];
  for (const series of scaling.series) sections.push(await seriesSection(series));
  return {
    title: 'How time and memory grow',
    lead: `${scaling.preset} on ${scaling.description}. Each measurement ran in a process of its own.`,
    sections: [...sections, protocolSection(scaling)],
  };
}

async function seriesSection(series: ScalingSeries): Promise<Section> {
  const charts: (Html | undefined)[] = [];
  for (const [, unit] of UNITS) {
    const chart = chartOf(series, unit);
    charts.push(chart.series.length === 0 ? undefined : await chartFigure([{ model: '', chart }]));
  }
  const { against } = series;
  return {
    id: against,
    title: `Against ${TITLES[against] ?? against}`,
    parts: [...charts, figuresTable(series), growthTable(series)],
  };
}

const TITLES: Readonly<Record<string, string>> = {
  batch: 'the batch',
  width: 'the width of the networks',
  processes: 'processes side by side',
  pictures: 'the number of pictures',
};

function chartOf(series: ScalingSeries, unit: string): FindingChart {
  const names = figuresIn(series).filter((name) => unitOf(name) === unit);
  return {
    title: `${unit.charAt(0).toUpperCase()}${unit.slice(1)}`,
    xLabel: series.against,
    yLabel: unit,
    yFrom: 0,
    series: names.flatMap((name) =>
      [...groupsOf(series)].map(([shared, points]) => ({
        name: shared === '' ? figureTitle(name) : `${figureTitle(name)}, ${shared}`,
        points: pointsOf({ against: series.against, points }, name),
      })),
    ),
  };
}

function figuresTable(series: ScalingSeries): Html {
  const { against, points } = series;
  const figures = figuresIn(series);
  const others = choicesIn(series);
  return htmlTable({
    caption: 'Figures',
    columns: [against, ...others, ...figures.map((name) => `${figureTitle(name)}, ${unitOf(name)}`)],
    rows: points.map((point) => ({
      name: short(point[against] ?? NaN),
      cells: [...others, ...figures].map((name) => (point[name] === undefined ? '–' : short(point[name]))),
    })),
  });
}

function growthTable({ against, growth }: ScalingSeries): Html | undefined {
  const entries = Object.entries(growth);
  if (entries.length === 0) return undefined;
  return htmlTable({
    caption: 'Fitted growth',
    note: 'affine or a power, whichever explains more of the figures',
    columns: ['Figure', 'Fit', 'Formula', 'R²'],
    rows: entries.map(([name, fit]) => ({
      name: `${figureTitle(name)}, ${unitOf(name)}`,
      cells: [betterFit(fit), growthText(against, fit), explainedText(fit)],
    })),
  });
}

function protocolSection(scaling: Scaling): Section {
  const { preset, width, batch, repeats, backend, description, machine, parameters, seconds } = scaling;
  return {
    id: 'protocol',
    title: 'Protocol',
    parts: [
      htmlFacts([
        ['Networks', `${preset}, width ${width} and batches of ${batch} where these do not grow`],
        ['Parameters', `generator ${parameters.generator}, critic ${parameters.critic}`],
        ['Backend', `${backend}: ${description}`],
        ['Machine', `${machine.processor}, ${machine.cores} cores, ${machine.memory_mb} MB, Node ${machine.node}`],
        ['Taken in all', formatSeconds(seconds)],
      ]),
      html`<p>
        Times of updates and edits are medians of ${repeats} runs after a warm-up. Processes side by side start their
        timed runs together. Times of pictures are those of <code>attgan edit</code> from its start to its end: reading,
        finding faces, editing, writing. Memory is the most that a process held; that of processes side by side is the
        sum.
      </p>`,
    ],
  };
}
