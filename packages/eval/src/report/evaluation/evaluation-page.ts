import { html } from '../page/html.ts';
import type { Page } from '../page/page.ts';
import { picturesSection, type EncodedPicture } from '../page/pictures-section.ts';
import { metricsOf, type Evaluation } from './evaluation.ts';
import { metricSection } from './metric-section.ts';
import { protocolSection, strengthsText } from './protocol-section.ts';
import { summarySection } from './summary-section.ts';

/** All that was found of the models: how good they are at a glance, metric by metric, and how it was measured. */
export async function evaluationPage(evaluation: Evaluation, pictures: readonly EncodedPicture[]): Promise<Page> {
  const { models, data, faces, split } = evaluation;
  return {
    title: `Evaluation of ${models.map(({ name }) => name).join(' and ')}`,
    lead: html`${faces} faces of the ${split} split of ${data}, edited at strength ${strengthsText(models)}.
      <a href="#protocol">Protocol</a>`,
    sections: [
      summarySection(evaluation),
      ...(await Promise.all(metricsOf(evaluation).map((metric) => metricSection(evaluation, metric)))),
      picturesSection(pictures),
      protocolSection(evaluation),
    ],
  };
}
