import { html, type Html } from './html.ts';
import type { Section } from './page.ts';

/** A picture as a page holds it. */
export interface EncodedPicture {
  /** What it is listed under: the model's name, where there are several; none when absent. */
  readonly model?: string;
  readonly caption: string;
  readonly webp: Uint8Array;
}

/** Pictures under the names of their models, each with its caption; undefined where there is none. */
export function picturesSection(pictures: readonly EncodedPicture[]): Section | undefined {
  if (pictures.length === 0) return undefined;
  const names = [...new Set(pictures.map(({ model }) => model))];
  const parts = names.map((name) => {
    const own = pictures.filter(({ model }) => model === name);
    return html`${name === undefined ? undefined : html`<h3>${name}</h3>`} ${own.map(figure)}`;
  });
  return { id: 'pictures', title: 'Pictures', parts };
}

function figure({ caption, webp }: EncodedPicture): Html {
  const source = `data:image/webp;base64,${Buffer.from(webp).toString('base64')}`;
  return html`<figure>
    <div class="wide" role="region" tabindex="0" aria-label="${caption}"><img src="${source}" alt="${caption}" /></div>
    <figcaption>${caption}</figcaption>
  </figure>`;
}
