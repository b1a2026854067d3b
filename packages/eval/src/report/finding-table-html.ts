import type { Column, Estimate, FindingTable } from '../finding.ts';
import { formatInterval, formatValue, readable } from './format-number.ts';
import { html, type Html } from './html.ts';
import { htmlTable, type HtmlCell } from './html-table.ts';

/** A table of one model or, a group of columns each, of several. */
export interface NamedTable {
  readonly model: string;
  /** Undefined where the model has none. */
  readonly table: FindingTable | undefined;
}

/** The tables of one title, side by side. Rows are matched by name. */
export function findingTableHtml(tables: readonly NamedTable[]): Html {
  const present = tables.flatMap(({ model, table }) => (table === undefined ? [] : [{ model, table }]));
  const [first] = present;
  if (first === undefined) return html``;
  const names = [...new Set(present.flatMap(({ table }) => table.rows.map(({ name }) => name)))];
  const counts = present.flatMap(({ table }) =>
    table.rows.flatMap(({ cells }) => cells.flatMap((cell) => cell?.count ?? [])),
  );
  const shared = new Set(counts).size === 1 ? counts[0] : undefined;
  const count =
    shared === undefined
      ? 'In small print: 95 % interval · count.'
      : `In small print: 95 % interval. Count: ${shared} in every cell.`;
  return htmlTable({
    caption: first.table.title,
    note: count,
    groups: tables.length > 1 ? present.map(({ model, table }) => ({ name: model, span: table.columns.length })) : [],
    columns: [first.table.rowTitle, ...present.flatMap(({ table }) => table.columns.map(({ name }) => readable(name)))],
    rows: names.map((name) => ({
      name: readable(name),
      cells: present.flatMap(({ table }) => {
        const row = table.rows.find((one) => one.name === name);
        return table.columns.map((column, index) => ({
          ...cellOf(row?.cells[index], column, shared === undefined),
          first: index === 0 && tables.length > 1,
        }));
      }),
    })),
  });
}

function cellOf(estimate: Estimate | undefined, { unit }: Column, withCount: boolean): HtmlCell {
  if (estimate === undefined) return { content: html`<span class="quiet">–</span>` };
  const { value, count } = estimate;
  const interval = `${formatInterval(estimate, unit)}${withCount ? ` · ${count}` : ''}`;
  return {
    content: html`<span class="stack">${formatValue(value, unit)}<span class="interval"> ${interval}</span></span>`,
    ...(unit === 'share' && Number.isFinite(value) && { bar: value }),
  };
}
