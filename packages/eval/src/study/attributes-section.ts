import { formatValue, readable } from '../report/page/format-number.ts';
import { htmlTable, type HtmlCell } from '../report/page/html-table.ts';
import { html } from '../report/page/html.ts';
import type { Section } from '../report/page/page.ts';
import { perAttribute } from './per-attribute.ts';
import type { Study } from './study.ts';

/** The experiments side by side, attribute by attribute; undefined where no metric has a table. */
export function attributesSection(study: Study): Section | undefined {
  const tables = perAttribute(study);
  if (tables.length === 0) return undefined;
  const parts = tables.map(({ title, rowTitle, experiments, rows }) =>
    htmlTable({
      caption: title,
      note: 'Means over seeds.',
      columns: [rowTitle, ...experiments],
      rows: rows.map(({ name, cells }) => ({
        name: readable(name),
        cells: cells.map((cell): HtmlCell => {
          if (cell === undefined) return { content: html`<span class="quiet">–</span>` };
          const content = formatValue(cell.value, cell.unit);
          return cell.unit === 'share' && Number.isFinite(cell.value) ? { content, bar: cell.value } : { content };
        }),
      })),
    }),
  );
  return { id: 'attributes', title: 'By attribute', parts };
}
