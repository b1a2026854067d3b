import type { Evaluation } from './evaluation.ts';
import { formatInterval, formatValue, metricTitle, readable } from './format-number.ts';
import { html, type Html } from './html.ts';
import { countsOf, summaryRows, type SummaryRow } from './summary.ts';

/** All figures of all models: how good they are, at a glance. */
export function summaryHtml(evaluation: Evaluation): Html {
  const { models } = evaluation;
  const rows = summaryRows(evaluation);
  const head = models.map(({ name }) => html`<th scope="col">${name}</th>`);
  const body = rows.map((row, index) => {
    const span = rows.filter(({ metric }) => metric === row.metric).length;
    const starts = rows[index - 1]?.metric !== row.metric;
    return html`<tr>
      ${rowNames(row, starts ? span : 0)}${row.estimates.map((_, model) => cell(row, model))}
      <td class="quiet">${countsOf(row.estimates)}</td>
    </tr>`;
  });
  const legend = models.length > 1 ? ' The best of a row is bold; where intervals overlap, chance may decide.' : '';
  return html`<div class="wide" role="region" tabindex="0" aria-label="Summary">
      <table class="summary">
        <caption>
          How good ${models.length > 1 ? 'they are' : 'it is'}
        </caption>
        <thead>
          <tr>
            <th scope="col">Figure</th>
            <th scope="col" class="metric">Metric</th>
            ${head}
            <th scope="col">Count</th>
          </tr>
        </thead>
        <tbody>
          ${body}
        </tbody>
      </table>
    </div>
    <p class="quiet">
      ↑ higher is better, ↓ lower is better. In brackets: 95 % confidence interval by bootstrap.${legend}
    </p>`;
}

/** Where a section of a metric is found on the page. */
export function anchorOf(metric: string): string {
  return `metric-${encodeURIComponent(metric)}`;
}

function rowNames({ metric, name, better }: SummaryRow, span: number): Html {
  const arrow = better === 'higher' ? '↑' : '↓';
  const link =
    span === 0
      ? undefined
      : html`<td class="metric" rowspan="${span}"><a href="#${anchorOf(metric)}">${metricTitle(metric)}</a></td>`;
  return html`<th scope="row">
      ${readable(name)} <span class="quiet" aria-label="${better} is better">${arrow}</span>
    </th>
    ${link}`;
}

function cell({ estimates, best, unit }: SummaryRow, model: number): Html {
  const estimate = estimates[model];
  if (estimate === undefined) return html`<td class="quiet">–</td>`;
  const value = formatValue(estimate.value, unit);
  const shown = best[model] === true ? html`<strong>${value}<span class="hidden"> (best)</span></strong>` : value;
  return html`<td>${shown}<span class="interval"> ${formatInterval(estimate, unit)}</span></td>`;
}
