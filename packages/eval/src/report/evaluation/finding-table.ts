import type { Column, FindingTable } from '../../finding.ts';
import { formatInterval, formatValue, readable } from '../page/format-number.ts';
import { html, type Html } from '../page/html.ts';
import { htmlTable, type HtmlCell } from '../page/html-table.ts';

/** A table of one model. */
export interface NamedTable {
  readonly model: string;
  /** Undefined where the model has none. */
  readonly table: FindingTable | undefined;
}

/** The tables of one title in one: under each column, the models side by side. Rows and columns are matched by name. */
export function findingTableHtml(tables: readonly NamedTable[]): Html {
  const present = tables.flatMap(({ model, table }) => (table === undefined ? [] : [{ model, table }]));
  const [first] = present;
  if (first === undefined) return html``;
  const several = tables.length > 1;
  const columns = [...new Set(present.flatMap(({ table }) => table.columns.map(({ name }) => name)))];
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
    groups: several ? columns.map((name) => ({ name: readable(name), span: present.length })) : [],
    columns: [
      first.table.rowTitle,
      ...columns.flatMap((name) => (several ? present.map(({ model }) => model) : [readable(name)])),
    ],
    rows: names.map((name) => ({
      name: readable(name),
      cells: columns.flatMap((column) =>
        present.map(({ table }, model) => ({
          ...cellOf(table, name, column, shared === undefined),
          first: several && model === 0,
        })),
      ),
    })),
  });
}

function cellOf({ rows, columns }: FindingTable, row: string, column: string, withCount: boolean): HtmlCell {
  const at = columns.findIndex(({ name }) => name === column);
  const estimate = rows.find(({ name }) => name === row)?.cells[at];
  if (estimate === undefined) return { content: html`<span class="quiet">–</span>` };
  const { unit } = columns[at] as Column;
  const { value, count } = estimate;
  const interval = `${formatInterval(estimate, unit)}${withCount ? ` · ${count}` : ''}`;
  return {
    content: html`<span class="stack">${formatValue(value, unit)}<span class="interval"> ${interval}</span></span>`,
    ...(unit === 'share' && Number.isFinite(value) && { bar: value }),
  };
}
