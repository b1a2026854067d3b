import { html, type Html } from './html.ts';

/** Names and what they are, as a description list. */
export function htmlFacts(facts: readonly (readonly [name: string, value: string | Html])[]): Html {
  return html`<dl>
    ${facts.map(
      ([name, value]) =>
        html`<dt>${name}</dt>
          <dd>${value}</dd>`,
    )}
  </dl>`;
}
