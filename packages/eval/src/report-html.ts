import type { Table } from './score-table.ts';

export interface ReportParts {
  readonly title: string;
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly table?: Table;
  readonly notes: readonly string[];
  readonly pictures: readonly { readonly caption: string; readonly png: Uint8Array }[];
}

/** The report as one HTML document that needs no other file. */
export function reportHtml({ title, facts, table, notes, pictures }: ReportParts): string {
  const list = facts.map(([name, value]) => `<dt>${escape(name)}</dt><dd>${escape(value)}</dd>`).join('');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${escape(title)}</h1>
<dl>${list}</dl>
${table === undefined ? '' : tableHtml(table)}
${notes.map((note) => `<p>${escape(note)}</p>`).join('\n')}
${pictures.map(figure).join('\n')}
</body>
</html>
`;
}

const STYLE = `:root{color-scheme:light dark}
body{font:15px/1.5 system-ui,sans-serif;max-width:75rem;margin:2rem auto;padding:0 1rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1.2rem}dt{opacity:.7}dd{margin:0}
.wide{overflow-x:auto}table{border-collapse:collapse;margin:1.5rem 0;font-variant-numeric:tabular-nums}
th,td{padding:.3rem .8rem;text-align:right;border-bottom:1px solid #8884}th:first-child{text-align:left;font-weight:600}
figure{margin:2rem 0}img{max-width:100%;height:auto}figcaption{opacity:.75}`;

function tableHtml({ columns, rows }: Table): string {
  const head = columns.map((name) => `<th scope="col">${escape(name)}</th>`).join('');
  const body = rows.map(([name = '', ...cells]) => {
    const values = cells.map((cell) => `<td>${escape(cell)}</td>`).join('');
    return `<tr><th scope="row">${escape(name)}</th>${values}</tr>`;
  });
  return `<div class="wide"><table><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table></div>`;
}

function figure({ caption, png }: ReportParts['pictures'][number]): string {
  const source = `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
  return `<figure><img src="${source}" alt="${escape(caption)}"><figcaption>${escape(caption)}</figcaption></figure>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
