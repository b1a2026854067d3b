import type { Figure } from '../finding.ts';
import { findingOf, metricsOf } from '../report/evaluation.ts';
import type { EncodedPicture } from '../report/evaluation-html.ts';
import {
  formatInterval,
  formatNumber,
  formatSeconds,
  formatValue,
  metricTitle,
  readable,
} from '../report/format-number.ts';
import { html, htmlFacts, htmlPage, type Html } from '../report/html.ts';
import { htmlPicture } from '../report/html-picture.ts';
import { htmlTable, type HtmlCell } from '../report/html-table.ts';
import { EVALUATION_STYLE, PAGE_STYLE } from '../report/style.ts';
import { acrossSeeds } from './across-seeds.ts';
import { judgeClaim, type Judged } from './judge-claim.ts';
import { perAttribute } from './per-attribute.ts';
import { figuresOf, type Study } from './study.ts';

/** The study as one HTML document that needs no other file: claims first, then figures, then how they came about. */
export function studyHtml(study: Study, pictures: readonly EncodedPicture[]): string {
  const { title, seeds } = study.plan;
  const { data, faces, split } = study.protocol;
  const body = html`<header>
      <h1>${title}</h1>
      <p class="lead">
        ${Object.keys(study.plan.experiments).length} experiments,
        ${seeds.length === 1 ? 'one seed' : `${seeds.length} seeds`}, ${faces} faces of the ${split} split of ${data}.
        <a href="#protocol">Protocol</a>
      </p>
    </header>
    <main>
      ${claimsSection(study)} ${figuresSection(study)} ${attributesSection(study)} ${picturesSection(pictures)}
      ${protocolSection(study)}
    </main>`;
  return htmlPage(title, PAGE_STYLE + EVALUATION_STYLE, body);
}

function claimsSection(study: Study): Html | undefined {
  const { claims } = study.plan;
  if (claims.length === 0) return undefined;
  return html`<section id="claims">
    <h2>Claims</h2>
    ${claims.map((claim) => {
      const { metric, figure, of, expected } = claim;
      return htmlTable({
        caption: claim.text,
        note: `${metricTitle(metric)}: ${readable(figure)} of ${of}, expected to be ${expected}.`,
        columns: ['Than', 'Difference', '95 % interval', 'Verdict'],
        rows: judgeClaim(study, claim).map((judged) => ({ name: judged.than, cells: claimCells(judged) })),
      });
    })}
    <p class="quiet">
      A claim holds or fails where the whole interval is on one side of nothing. ${intervalsText(study)}
    </p>
  </section>`;
}

function claimCells({ difference, unit, verdict }: Judged): readonly (string | HtmlCell)[] {
  if (difference === undefined) return ['–', '–', verdict];
  const signed = `${difference.value > 0 ? '+' : ''}${formatNumber(difference.value, unit)}`;
  const shown = unit === 'share' ? `${signed} points` : signed;
  const strong = verdict === 'holds' || verdict === 'fails';
  return [
    shown,
    formatInterval({ ...difference, count: 0 }, unit),
    { content: strong ? html`<strong>${verdict}</strong>` : verdict },
  ];
}

/** What intervals are over. */
export function intervalsText({ plan: { seeds } }: Study): string {
  return seeds.length === 1
    ? 'Intervals are over faces, by bootstrap: one seed cannot say how much another would differ.'
    : `Intervals are Student’s over ${seeds.length} seeds; all runs are measured on the same faces.`;
}

/** Every figure that some run has. */
export function figureNames({ runs }: Study): readonly { metric: string; figure: Figure }[] {
  const models = runs.map(({ model }) => model);
  return metricsOf({ models }).flatMap((metric) => {
    const figures = models.flatMap((model) => findingOf(model, metric)?.figures ?? []);
    const firsts = new Map(figures.toReversed().map((figure) => [figure.name, figure]));
    return [...new Set(figures.map(({ name }) => name))].map((name) => ({
      metric,
      figure: firsts.get(name) as Figure,
    }));
  });
}

function figuresSection(study: Study): Html {
  const names = Object.keys(study.plan.experiments);
  return html`<section id="figures">
    <h2>Figures</h2>
    ${htmlTable({
      columns: ['Figure', ...names],
      rows: figureNames(study).map(({ metric, figure: { name, unit, better } }) => ({
        name: `${metricTitle(metric)}: ${readable(name)} ${better === 'higher' ? '↑' : '↓'}`,
        cells: names.map((experiment): HtmlCell => {
          const estimates = figuresOf(study, experiment, metric, name).map(({ estimate }) => estimate);
          const mean = acrossSeeds(estimates);
          if (mean === undefined) return { content: html`<span class="quiet">–</span>` };
          const each =
            estimates.length > 1 ? ` · ${estimates.map(({ value }) => formatNumber(value, unit)).join(', ')}` : '';
          const content = html`<span class="stack"
            >${formatValue(mean.value, unit)}<span class="interval"> ${formatInterval(mean, unit)}${each}</span></span
          >`;
          return unit === 'share' && Number.isFinite(mean.value) ? { content, bar: mean.value } : { content };
        }),
      })),
    })}
    <p class="quiet">
      ↑ higher is better, ↓ lower is better. In small print: 95 % interval · each seed’s. ${intervalsText(study)}
    </p>
  </section>`;
}

function attributesSection(study: Study): Html | undefined {
  const tables = perAttribute(study);
  if (tables.length === 0) return undefined;
  return html`<section id="attributes">
    <h2>By attribute</h2>
    ${tables.map(({ title, rowTitle, experiments, rows }) =>
      htmlTable({
        caption: title,
        note: 'Means over seeds.',
        columns: [rowTitle, ...experiments],
        rows: rows.map(({ name, cells }) => ({
          name: readable(name),
          cells: cells.map((cell): HtmlCell => {
            if (cell === undefined) return { content: html`<span class="quiet">–</span>` };
            const content = formatValue(cell.value, cell.unit);
            return cell.unit === 'share' && Number.isFinite(cell.value) ? { content, bar: cell.value } : { content };
          }),
        })),
      }),
    )}
  </section>`;
}

function picturesSection(pictures: readonly EncodedPicture[]): Html | undefined {
  if (pictures.length === 0) return undefined;
  return html`<section id="pictures">
    <h2>Pictures</h2>
    ${pictures.map(
      ({ model, caption, webp }) =>
        html`<h3>${model}</h3>
          ${htmlPicture(caption, webp)}`,
    )}
  </section>`;
}

function protocolSection(study: Study): Html {
  const { plan, protocol, runs } = study;
  const { data, split, faces, seed, classifier, backend } = protocol;
  return html`<section id="protocol">
    <h2>Protocol</h2>
    ${htmlFacts([
      ['Data', data],
      ['Faces', `the first ${faces} of the ${split} split`],
      ['Seed of the measurements', String(seed)],
      ['Backend', backend],
      ...(plan.minutes === undefined ? [] : [['Training', `${plan.minutes} minutes a run`] as [string, string]]),
      ...(classifier === undefined
        ? []
        : [
            [
              'Classifier',
              `${classifier.description}; right about ${formatValue(classifier.accuracy, 'share')} of the labels of ${classifier.count} real faces`,
            ] as [string, string],
          ]),
    ])}
    ${htmlTable({
      caption: 'Runs',
      columns: ['Experiment', 'Seed', 'Iterations', 'Training time', 'Strength of edits', 'Weights'],
      rows: runs.map(({ experiment, seed: own, iterations, seconds, model }) => ({
        name: experiment,
        cells: [
          String(own),
          String(iterations),
          formatSeconds(seconds),
          String(model.strength),
          { content: html`<code>${model.sha256.slice(0, 12)}</code>` },
        ],
      })),
    })}
    <details>
      <summary>The plan</summary>
      <pre>${JSON.stringify(plan, null, 2)}</pre>
    </details>
  </section>`;
}
