import type { FindingChart } from '../finding.ts';
import { panelsOf } from './chart-lines.ts';
import { html, type Html } from './html.ts';
import { DASHES, panelSvg } from './panel-svg.ts';
import { ticksOf } from './ticks.ts';

/** How large a drawing is by how many there are, in its own units; the style of the page has the same names. */
const LAYOUTS = {
  one: { name: 'one', width: 640, height: 260 },
  few: { name: 'few', width: 340, height: 190 },
  many: { name: 'many', width: 220, height: 150 },
} as const;

/** Charts of one title, of one model or several, over the same axes. */
export function chartHtml(charts: readonly { readonly model: string; readonly chart: FindingChart }[]): Html {
  const [first] = charts;
  const points = charts.flatMap(({ chart }) => chart.series.flatMap((line) => line.points));
  const finite = points.filter(([x, y]) => Number.isFinite(x) && Number.isFinite(y));
  if (first === undefined || finite.length === 0) return html``;
  const { title, xLabel, yLabel } = first.chart;
  const panels = panelsOf(charts);
  const small = panels.length > 1;
  const layout = LAYOUTS[small ? (panels.length > 3 ? 'many' : 'few') : 'one'];
  const axes = {
    width: layout.width,
    height: layout.height,
    xTicks: ticks(
      finite.map(([x]) => x),
      small ? 4 : 8,
    ),
    yTicks: ticks(
      finite.map(([, y]) => y),
      small ? 3 : 5,
    ),
  };
  const names = panels.find(({ lines }) => lines.length === Math.max(...panels.map((panel) => panel.lines.length)));
  const keys = small && charts.length === 1 ? [] : (names?.lines ?? []);
  return html`<figure>
    <h3>${title}</h3>
    <p class="quiet">
      Vertical: ${yLabel}. Horizontal: ${xLabel}.${small && charts.length === 1 ? ' Pale: the other lines.' : ''}
    </p>
    ${
      keys.length === 0
        ? undefined
        : html`<p class="keys">
            ${keys.map(
              ({ name, colour }) =>
                html`<span
                  ><svg viewBox="0 0 28 8" aria-hidden="true">
                    <path
                      class="line"
                      style="stroke:var(--c${colour % DASHES.length})"
                      stroke-dasharray="${DASHES[colour % DASHES.length]}"
                      d="M0 4H28"
                    /></svg
                  >${name}</span
                >`,
            )}
          </p>`
    }
    <div class="panels ${layout.name}">${panels.map((panel) => panelSvg(panel, axes))}</div>
  </figure>`;
}

function ticks(values: readonly number[], wanted: number): readonly number[] {
  return ticksOf(Math.min(...values), Math.max(...values), wanted);
}
