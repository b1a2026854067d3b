import type { Figure } from '../finding.ts';
import { formatInterval, formatNumber, formatValue, metricTitle, readable } from '../report/page/format-number.ts';
import { htmlTable, type HtmlCell } from '../report/page/html-table.ts';
import { html } from '../report/page/html.ts';
import type { Section } from '../report/page/page.ts';
import { acrossSeeds } from './across-seeds.ts';
import { figureNames, intervalsText } from './figure-names.ts';
import { figuresOf, type Study } from './study.ts';

/** Every figure of every experiment, over its seeds. */
export function figuresSection(study: Study): Section {
  const names = Object.keys(study.plan.experiments);
  const table = htmlTable({
    columns: ['Figure', ...names],
    rows: figureNames(study).map(({ metric, figure }) => ({
      name: `${metricTitle(metric)}: ${readable(figure.name)} ${figure.better === 'higher' ? '↑' : '↓'}`,
      cells: names.map((experiment) => figureCell(study, experiment, metric, figure)),
    })),
  });
  const how = html`<p class="quiet">
    ↑ higher is better, ↓ lower is better. In small print: 95 % interval · each seed’s. ${intervalsText(study)}
  </p>`;
  return { id: 'figures', title: 'Figures', parts: [table, how] };
}

function figureCell(study: Study, experiment: string, metric: string, { name, unit }: Figure): HtmlCell {
  const estimates = figuresOf(study, experiment, metric, name).map(({ estimate }) => estimate);
  const mean = acrossSeeds(estimates);
  if (mean === undefined) return { content: html`<span class="quiet">–</span>` };
  const each = estimates.length > 1 ? ` · ${estimates.map(({ value }) => formatNumber(value, unit)).join(', ')}` : '';
  const interval = html`<span class="interval"> ${formatInterval(mean, unit)}${each}</span>`;
  const content = html`<span class="stack">${formatValue(mean.value, unit)}${interval}</span>`;
  return unit === 'share' && Number.isFinite(mean.value) ? { content, bar: mean.value } : { content };
}
