import type { Evaluation } from './evaluation.ts';
import { formatInterval, formatValue, metricTitle, readable } from '../page/format-number.ts';
import { html, type Html } from '../page/html.ts';
import type { Section } from '../page/page.ts';
import { countsOf, summaryRows, type SummaryRow } from './summary.ts';

/** All figures of all models: how good they are, at a glance. */
export function summarySection(evaluation: Evaluation): Section {
  const { models } = evaluation;
  const rows = summaryRows(evaluation);
  const metrics = [...new Set(rows.map(({ metric }) => metric))];
  const head = models.map(({ name }) => html`<th scope="col">${name}</th>`);
  const body = metrics.map(
    (metric) =>
      html`<tbody>
        <tr>
          <th scope="rowgroup" colspan="${models.length + 2}">
            <a href="#${anchorOf(metric)}">${metricTitle(metric)}</a>
          </th>
        </tr>
        ${rows.filter((row) => row.metric === metric).map(rowHtml)}
      </tbody>`,
  );
  const legend =
    models.length > 1 ? ' The best of each row is bold; where intervals overlap, the difference may be chance.' : '';
  const table = html`<div class="wide" role="region" tabindex="0" aria-label="Summary">
      <table class="summary">
        <thead>
          <tr>
            <th scope="col">Figure</th>
            ${head}
            <th scope="col">Count</th>
          </tr>
        </thead>
        ${body}
      </table>
    </div>
    <p class="quiet">
      ↑ higher is better, ↓ lower is better. In brackets: 95 % confidence interval by bootstrap.${legend}
    </p>`;
  return { id: 'summary', title: 'Summary', parts: [table] };
}

/** Where a section of a metric is found on the page. */
export function anchorOf(metric: string): string {
  return `metric-${encodeURIComponent(metric)}`;
}

function rowHtml(row: SummaryRow): Html {
  const { name, better, estimates } = row;
  return html`<tr>
    <th scope="row">
      ${readable(name)} <span class="quiet" aria-label="${better} is better">${better === 'higher' ? '↑' : '↓'}</span>
    </th>
    ${estimates.map((_, model) => cell(row, model))}
    <td class="quiet">${countsOf(estimates)}</td>
  </tr>`;
}

function cell({ estimates, best, unit }: SummaryRow, model: number): Html {
  const estimate = estimates[model];
  if (estimate === undefined) return html`<td class="quiet">–</td>`;
  const value = formatValue(estimate.value, unit);
  const shown = best[model] === true ? html`<strong>${value}<span class="hidden"> (best)</span></strong>` : value;
  return html`<td>${shown}<span class="interval"> ${formatInterval(estimate, unit)}</span></td>`;
}
