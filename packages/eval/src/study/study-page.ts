import { html } from '../report/page/html.ts';
import type { Page } from '../report/page/page.ts';
import { picturesSection, type EncodedPicture } from '../report/page/pictures-section.ts';
import { attributesSection } from './attributes-section.ts';
import { claimsSection } from './claims-section.ts';
import { figuresSection } from './figures-section.ts';
import { studyProtocolSection } from './study-protocol-section.ts';
import type { Study } from './study.ts';

/** A study: claims first, then figures, then how they came about. */
export function studyPage(study: Study, pictures: readonly EncodedPicture[]): Page {
  const { title, seeds, experiments } = study.plan;
  const { data, faces, split } = study.protocol;
  return {
    title,
    lead: html`${Object.keys(experiments).length} experiments,
      ${seeds.length === 1 ? 'one seed' : `${seeds.length} seeds`}, ${faces} faces of the ${split} split of ${data}.
      <a href="#protocol">Protocol</a>`,
    sections: [
      claimsSection(study),
      figuresSection(study),
      attributesSection(study),
      picturesSection(pictures),
      studyProtocolSection(study),
    ],
  };
}
