import { chartFigure } from '../page/chart-figure.ts';
import { metricTitle } from '../page/format-number.ts';
import { html } from '../page/html.ts';
import type { Section } from '../page/page.ts';
import { findingOf, resultOf, type Evaluation } from './evaluation.ts';
import { findingTableHtml } from './finding-table.ts';
import { anchorOf } from './summary-section.ts';

/** All that one metric found: notes, charts and tables, models side by side. */
export async function metricSection({ models }: Evaluation, metric: string): Promise<Section> {
  const found = models.map((model) => ({ model: model.name, finding: findingOf(model, metric) }));
  const notes = unique(found.flatMap(({ finding }) => finding?.notes ?? []));
  const tables = unique(found.flatMap(({ finding }) => finding?.tables.map(({ title }) => title) ?? []));
  const charts = unique(found.flatMap(({ finding }) => finding?.charts.map(({ title }) => title) ?? []));
  const figures = charts.map((title) =>
    chartFigure(
      found.flatMap(({ model, finding }) => {
        const chart = finding?.charts.find((one) => one.title === title);
        return chart === undefined ? [] : [{ model, chart }];
      }),
    ),
  );
  return {
    id: anchorOf(metric),
    title: metricTitle(metric),
    parts: [
      ...models.map((model) => {
        const result = resultOf(model, metric);
        if (!('unavailable' in result)) return undefined;
        const whose = models.length > 1 ? ` for ${model.name}` : '';
        return html`<p>Not available${whose}: ${result.unavailable.replace(/\.$/, '')}.</p>`;
      }),
      ...notes.map((note) => html`<p>${note}</p>`),
      ...(await Promise.all(figures)),
      ...tables.map((title) =>
        findingTableHtml(
          found.map(({ model, finding }) => ({ model, table: finding?.tables.find((one) => one.title === title) })),
        ),
      ),
    ],
  };
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
