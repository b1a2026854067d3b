import { html, htmlFacts, htmlPage } from './html.ts';
import { htmlPicture } from './html-picture.ts';
import { htmlTable } from './html-table.ts';
import { PAGE_STYLE } from './style.ts';
import type { Table } from '../true-edits/score-table.ts';

export interface ReportParts {
  readonly title: string;
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly table?: Table;
  readonly notes: readonly string[];
  readonly pictures: readonly { readonly caption: string; readonly webp: Uint8Array }[];
}

/** The report as one HTML document that needs no other file. */
export function reportHtml({ title, facts, table, notes, pictures }: ReportParts): string {
  const rows = table?.rows.map(([name = '', ...cells]) => ({ name, cells })) ?? [];
  return htmlPage(
    title,
    PAGE_STYLE,
    html`<h1>${title}</h1>
      ${htmlFacts(facts)} ${table === undefined ? undefined : htmlTable({ columns: table.columns, rows })}
      ${notes.map((note) => html`<p>${note}</p> `)} ${pictures.map(({ caption, webp }) => htmlPicture(caption, webp))}`,
  );
}
