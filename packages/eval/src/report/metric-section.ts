import { chartHtml } from './chart-html.ts';
import { findingOf, resultOf, type Evaluation } from './evaluation.ts';
import { findingTableHtml } from './finding-table-html.ts';
import { metricTitle } from './format-number.ts';
import { html, type Html } from './html.ts';
import { anchorOf } from './summary-html.ts';

/** All that one metric found: notes, charts and tables, models side by side. */
export function metricSection({ models }: Evaluation, metric: string): Html {
  const found = models.map((model) => ({ model: model.name, finding: findingOf(model, metric) }));
  const tables = unique(found.flatMap(({ finding }) => finding?.tables.map(({ title }) => title) ?? []));
  const charts = unique(found.flatMap(({ finding }) => finding?.charts.map(({ title }) => title) ?? []));
  const notes = unique(found.flatMap(({ finding }) => finding?.notes ?? []));
  return html`<section id="${anchorOf(metric)}">
    <h2>${metricTitle(metric)}</h2>
    ${models.map((model) => {
      const result = resultOf(model, metric);
      return 'unavailable' in result
        ? html`<p>
            Not available${models.length > 1 ? ` for ${model.name}` : ''}: ${result.unavailable.replace(/\.$/, '')}.
          </p>`
        : undefined;
    })}
    ${notes.map((note) => html`<p>${note}</p>`)}
    ${charts.map((title) =>
      chartHtml(
        found.flatMap(({ model, finding }) => {
          const chart = finding?.charts.find((one) => one.title === title);
          return chart === undefined ? [] : [{ model, chart }];
        }),
      ),
    )}
    ${tables.map((title) =>
      findingTableHtml(
        found.map(({ model, finding }) => ({ model, table: finding?.tables.find((one) => one.title === title) })),
      ),
    )}
  </section>`;
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
