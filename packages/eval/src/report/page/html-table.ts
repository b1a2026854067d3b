import { html, type Html } from './html.ts';

/** A cell with a bar under it as wide as a share says. */
export interface HtmlCell {
  readonly content: string | Html;
  /** In [0, 1]. */
  readonly bar?: number;
  /** First of its group of columns. */
  readonly first?: boolean;
}

export interface HtmlTable {
  /** Over the table rather than in it, where it would be as narrow as the table and scroll away with it. */
  readonly caption?: string;
  /** Beside the caption, in small print. */
  readonly note?: string;
  /** Over the columns after the first. */
  readonly groups?: readonly { readonly name: string; readonly span: number }[];
  /** The first one names the rows. */
  readonly columns: readonly (string | Html)[];
  readonly rows: readonly { readonly name: string | Html; readonly cells: readonly (string | HtmlCell)[] }[];
}

/** A table that scrolls by itself where the screen is narrow. */
export function htmlTable({ caption, note, groups = [], columns, rows }: HtmlTable): Html {
  const [rowTitle, ...names] = columns;
  const starts = new Set<number>();
  groups.reduce((start, { span }) => (starts.add(start), start + span), 0);
  const column = (name: string | Html, index: number): Html =>
    html`<th scope="col" ${starts.has(index) ? FIRST : undefined}>${name}</th>`;
  const title =
    caption === undefined
      ? undefined
      : html`<h3>${caption}${note === undefined ? undefined : html` <small>${note}</small>`}</h3>`;
  const over = groups.map(({ name, span }) => html`<th scope="colgroup" colspan="${span}" class="first">${name}</th>`);
  const head = html`${
      over.length === 0
        ? undefined
        : html`<tr>
            <td></td>
            ${over}
          </tr>`
    }
    <tr>
      <th scope="col">${rowTitle}</th>
      ${names.map(column)}
    </tr>`;
  const body = rows.map((row) => {
    const name = html`<th scope="row">${row.name}</th>`;
    return html`<tr>
      ${[name, row.cells.map(cellHtml)]}
    </tr> `;
  });
  return html`${title}
    <div class="wide" role="region" tabindex="0" aria-label="${caption ?? 'Table'}">
      <table>
        <thead>
          ${head}
        </thead>
        <tbody>
          ${body}
        </tbody>
      </table>
    </div>`;
}

const FIRST = html` class="first"`;

function cellHtml(cell: string | HtmlCell): Html {
  if (typeof cell === 'string') return html`<td>${cell}</td>`;
  const { content, bar, first = false } = cell;
  const names = [...(first ? ['first'] : []), ...(bar === undefined ? [] : ['bar'])].join(' ');
  const width = bar === undefined ? undefined : html` style="--share:${Math.min(1, Math.max(0, bar)).toFixed(3)}"`;
  return html`<td${names === '' ? undefined : html` class="${names}"`}${width}>${content}</td>`;
}
