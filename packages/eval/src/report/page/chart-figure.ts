import { lineChart } from '@attgan/pictures';
import type { FindingChart } from '../../finding.ts';
import { panelsOf, type ChartLine } from './chart-panels.ts';
import { html, type Html } from './html.ts';

/** How large a drawing is by how many there are, in its own units; the style of the page has the same names. */
const LAYOUTS = {
  one: { name: 'one', width: 640, height: 260 },
  few: { name: 'few', width: 340, height: 190 },
  many: { name: 'many', width: 220, height: 150 },
} as const;

/** Lines are told apart by their dashes too, on paper and by everyone. The style of the page has as many colours. */
const DASHES = ['none', '6 3', '2 3', '9 3 2 3', '4 2', '1 2'];

/** Charts of one title, of one model or several, over the same axes; undefined where there is nothing to draw. */
export async function chartFigure(
  charts: readonly { readonly model: string; readonly chart: FindingChart }[],
): Promise<Html | undefined> {
  const [first] = charts;
  const points = charts.flatMap(({ chart }) => chart.series.flatMap((line) => line.points));
  const finite = points.filter(([x, y]) => Number.isFinite(x) && Number.isFinite(y));
  if (first === undefined || finite.length === 0) return undefined;
  const { title, xLabel, yLabel, yFrom } = first.chart;
  const heights = [...finite.map(([, y]) => y), ...(yFrom === undefined ? [] : [yFrom])];
  const panels = panelsOf(charts);
  const small = panels.length > 1;
  const { name, width, height } = LAYOUTS[small ? (panels.length > 3 ? 'many' : 'few') : 'one'];
  const shared = { width, height, xRange: rangeOf(finite.map(([x]) => x)), yRange: rangeOf(heights) };
  const drawings: Html[] = [];
  for (const { title: heading, lines, others } of panels) {
    const series = lines.map((line) => ({ name: line.name, points: line.points, ...strokeOf(line) }));
    const svg = await lineChart({
      ...shared,
      series,
      background: others,
      ...(heading !== undefined && { title: heading }),
    });
    drawings.push({ html: svg });
  }
  const longest = Math.max(...panels.map(({ lines }) => lines.length));
  const alone = small && charts.length === 1;
  const keys = alone ? [] : (panels.find(({ lines }) => lines.length === longest)?.lines ?? []);
  return html`<figure>
    <h3>${title}</h3>
    <p class="quiet">Vertical: ${yLabel}. Horizontal: ${xLabel}.${alone ? ' Pale: the other lines.' : ''}</p>
    ${keys.length === 0 ? undefined : html`<p class="keys">${keys.map(keyHtml)}</p>`}
    <div class="panels ${name}">${drawings}</div>
  </figure>`;
}

function keyHtml(line: ChartLine): Html {
  const { colour, dash } = strokeOf(line);
  const style = html`stroke="${colour}" stroke-dasharray="${dash}" stroke-width="1.8"`;
  return html`<span
    ><svg viewBox="0 0 28 8" aria-hidden="true"><path ${style} d="M0 4H28" /></svg>${line.name}</span
  >`;
}

function strokeOf({ colour }: ChartLine): { readonly colour: string; readonly dash: string } {
  const index = colour % DASHES.length;
  return { colour: `var(--c${index})`, dash: DASHES[index] as string };
}

function rangeOf(values: readonly number[]): readonly [number, number] {
  return [Math.min(...values), Math.max(...values)];
}
