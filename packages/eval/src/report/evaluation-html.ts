import { metricsOf, type Evaluation } from './evaluation.ts';
import { html, htmlPage, type Html } from './html.ts';
import { htmlPicture } from './html-picture.ts';
import { metricSection } from './metric-section.ts';
import { protocolSection, strengthsText } from './protocol-section.ts';
import { EVALUATION_STYLE, PAGE_STYLE } from './style.ts';
import { summaryHtml } from './summary-html.ts';

export interface EncodedPicture {
  readonly model: string;
  readonly caption: string;
  readonly webp: Uint8Array;
}

/** The evaluation as one HTML document that needs no other file. */
export function evaluationHtml(evaluation: Evaluation, pictures: readonly EncodedPicture[]): string {
  const { models, data, faces, split } = evaluation;
  const title = `Evaluation of ${models.map(({ name }) => name).join(' and ')}`;
  const body = html`<header>
      <h1>${title}</h1>
      <p class="lead">
        ${faces} faces of the ${split} split of ${data}, edited at strength ${strengthsText(models)}.
        <a href="#protocol">Protocol</a>
      </p>
    </header>
    <main>
      ${summaryHtml(evaluation)} ${metricsOf(evaluation).map((metric) => metricSection(evaluation, metric))}
      ${pictures.length === 0 ? undefined : picturesSection(pictures)} ${protocolSection(evaluation)}
    </main>`;
  return htmlPage(title, PAGE_STYLE + EVALUATION_STYLE, body);
}

function picturesSection(pictures: readonly EncodedPicture[]): Html {
  const names = [...new Set(pictures.map(({ model }) => model))];
  return html`<section id="pictures">
    <h2>Pictures</h2>
    ${names.map((name) => {
      const own = pictures.filter(({ model }) => model === name);
      return html`<h3>${name}</h3>
        ${own.map(({ caption, webp }) => htmlPicture(caption, webp))}`;
    })}
  </section>`;
}
