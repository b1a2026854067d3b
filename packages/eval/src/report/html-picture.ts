import { html, type Html } from './html.ts';

/** A picture that lies in the page itself. */
export function htmlPicture(caption: string, webp: Uint8Array): Html {
  const source = `data:image/webp;base64,${Buffer.from(webp).toString('base64')}`;
  return html`<figure>
    <div class="wide" role="region" tabindex="0" aria-label="${caption}"><img src="${source}" alt="${caption}" /></div>
    <figcaption>${caption}</figcaption>
  </figure>`;
}
