import { html, type Html } from './html.ts';
import { PAGE_STYLE } from './style.ts';

/** The content of a page. */
export interface Page {
  readonly title: string;
  /** Below the title, in a line or two. */
  readonly lead?: string | Html;
  /** Those that are undefined are left out. */
  readonly sections: readonly (Section | undefined)[];
}

export interface Section {
  /** What a link to it is called; it must not occur twice. */
  readonly id: string;
  readonly title: string;
  /** Paragraphs, tables, charts, pictures. Those that are undefined are left out. */
  readonly parts: readonly (Html | undefined)[];
}

/** The page as one HTML document that needs no other file and runs no script. */
export function pageHtml({ title, lead, sections }: Page): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <style>
          ${{ html: PAGE_STYLE }}
        </style>
      </head>
      <body>
        <header>
          <h1>${title}</h1>
          ${lead === undefined ? undefined : html`<p class="lead">${lead}</p>`}
        </header>
        <main>${sections.map((section) => section && sectionHtml(section))}</main>
      </body>
    </html> `.html;
}

function sectionHtml({ id, title, parts }: Section): Html {
  return html`<section id="${id}">
    <h2>${title}</h2>
    ${parts}
  </section>`;
}
