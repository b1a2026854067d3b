import { join } from 'node:path';
import { findingTableHtml } from '../report/evaluation/finding-table.ts';
import { formatSeconds } from '../report/page/format-number.ts';
import { htmlFacts } from '../report/page/html-facts.ts';
import { html } from '../report/page/html.ts';
import type { Page } from '../report/page/page.ts';
import { publicPaths } from '../report/page/public-paths.ts';
import { resultsJson } from '../report/page/results-json.ts';
import { writePage } from '../report/page/write-page.ts';
import { PASTE_FIGURES, type PasteEvaluation } from './paste-evaluation.ts';

/**
 * Writes `pastes.html`, which needs no other file and shows no face, and `results.json`.
 * @returns the paths of both
 * @throws AttganError when writing fails
 */
export async function writePastes(
  folder: string,
  evaluation: PasteEvaluation,
): Promise<{ readonly page: string; readonly results: string }> {
  const shown = publicPaths(evaluation);
  const page = await writePage(folder, 'pastes.html', pastesPage(shown), { 'results.json': resultsJson(shown) });
  return { page, results: join(folder, 'results.json') };
}

function pastesPage(evaluation: PasteEvaluation): Page {
  const { model, strength, edited, pastes, displacement, photos, located } = evaluation;
  const columns = PASTE_FIGURES.map((figure) => ({ ...figure }));
  return {
    title: `Edits of ${model.name}, pasted into whole photos`,
    lead: html`Each attribute of the faces of ${edited} photos flipped at strength ${strength}, and pasted in
      ${pastes.length} ways. <a href="#protocol">Protocol</a>`,
    sections: [
      {
        id: 'ways',
        title: 'Ways of pasting',
        parts: [
          findingTableHtml([
            {
              model: '',
              table: {
                title: 'All attributes',
                rowTitle: '--paste',
                columns,
                rows: pastes.map(({ name, figures }) => ({ name, cells: figures })),
              },
            },
          ]),
          htmlFacts(pastes.map(({ name, summary }) => [name, summary] as const)),
        ],
      },
      ...pastes.map(({ name, attributes }) => ({
        id: `paste-${name}`,
        title: `Pasted as ${name}`,
        parts: [
          findingTableHtml([
            {
              model: '',
              table: {
                title: `By attribute, ${name}`,
                rowTitle: 'Attribute',
                columns,
                rows: Object.entries(attributes).map(([attribute, figures]) => ({ name: attribute, cells: figures })),
              },
            },
          ]),
        ],
      })),
      displacement && {
        id: 'alignment',
        title: 'Alignment',
        parts: [
          html`<p>
            The face of the aligned image was found in ${located} of ${photos} photos. Its crop is displaced by
            ${displacement.mean.toFixed(2)} pixels of 178×218 on average, ${displacement.median.toFixed(2)} in the
            median, ${displacement.p95.toFixed(2)} at the 95th percentile.
          </p>`,
        ],
      },
      protocolSection(evaluation),
    ],
  };
}

function protocolSection(evaluation: PasteEvaluation): Page['sections'][number] {
  const { model, backend, detector, classifier, changedOutside, located, warned, seconds } = evaluation;
  const warnings = Object.entries(warned).map(([reason, count]) => `${count} ${reason}`);
  return {
    id: 'protocol',
    title: 'Protocol',
    parts: [
      html`<p>
        Read as wanted, others kept: as a classifier, trained apart from the model, reads the face in the edited photo.
        Person found first: the nearest of ${located} faces, in the embedding of a face recogniser, is the one of this
        photo. Sharpness: mean absolute Laplacian of the face over that of the unedited photo. Intervals are of 95 %, by
        resampling photos.
      </p>`,
      htmlFacts([
        ['Pixels changed outside the squares', String(changedOutside)],
        ['Faces that are warned of', warnings.join(', ') || 'none'],
        ['SHA-256 of the model', html`<code>${model.sha256}</code>`],
        ['SHA-256 of the classifier', html`<code>${classifier}</code>`],
        ['Detector', detector],
        ['Backend', backend],
        ['Time taken', formatSeconds(seconds)],
      ]),
    ],
  };
}
