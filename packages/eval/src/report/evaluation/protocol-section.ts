import { metricsOf, resultOf, type EvaluatedModel, type Evaluation } from './evaluation.ts';
import { findingTableHtml } from './finding-table.ts';
import { formatSeconds, formatValue, metricTitle } from '../page/format-number.ts';
import { html, type Html } from '../page/html.ts';
import { htmlFacts } from '../page/html-facts.ts';
import type { Section } from '../page/page.ts';
import { htmlTable } from '../page/html-table.ts';
import { wilsonInterval } from '../../scores/wilson-interval.ts';

/** How it was measured, of what, and by what: enough to do it again. */
export function protocolSection(evaluation: Evaluation): Section {
  const { data, split, faces, seed, strengths, classifier, backend, models } = evaluation;
  return {
    id: 'protocol',
    title: 'Protocol',
    parts: [
      htmlFacts([
        ['Data', data],
        ['Faces', `the first ${faces} of the ${split} split`],
        ['Strength', `${strengthsText(models)}; curves at ${strengths.join(', ')}`],
        ['Seed', String(seed)],
        ['Backend', backend],
        ...(classifier === undefined ? [] : classifierFacts(classifier)),
      ]),
      classifier && classifierTable(classifier),
      timesTable(evaluation),
      ...models.map(provenanceHtml),
    ],
  };
}

function timesTable(evaluation: Evaluation): Html {
  const { models } = evaluation;
  return htmlTable({
    caption: 'Time taken',
    columns: ['Metric', ...models.map(({ name }) => name)],
    rows: [
      ...metricsOf(evaluation).map((metric) => ({
        name: metricTitle(metric),
        cells: models.map((model) => {
          const result = resultOf(model, metric);
          return 'finding' in result ? formatSeconds(result.seconds) : '–';
        }),
      })),
      { name: 'Everything', cells: models.map(({ seconds }) => formatSeconds(seconds)) },
    ],
  });
}

function provenanceHtml({ name, sha256, provenance }: EvaluatedModel): Html {
  return html`<h3>${name}</h3>
    <p>SHA-256 of the weights: <code>${sha256}</code></p>
    <details>
      <summary>Experiment and provenance of ${name}</summary>
      <pre>${JSON.stringify(provenance, null, 2) ?? 'unknown'}</pre>
    </details>`;
}

/** One number where models agree, otherwise each model's own. */
export function strengthsText(models: Evaluation['models']): string {
  const [first] = models;
  if (models.every(({ strength }) => strength === first?.strength)) return String(first?.strength);
  return models.map(({ name, strength }) => `${strength} (${name})`).join(', ');
}

type Classifier = NonNullable<Evaluation['classifier']>;

function classifierFacts({ description, sha256, accuracy, count }: Classifier): [string, string | Html][] {
  return [
    ['Classifier', description],
    ['Its accuracy', `${formatValue(accuracy, 'share')} of labels, on ${count} real faces`],
    ['Its SHA-256', html`<code>${sha256}</code>`],
  ];
}

function classifierTable({ accuracies, count }: Classifier): Html {
  return findingTableHtml([
    {
      model: '',
      table: {
        title: 'Accuracy of the classifier on real faces, with Wilson intervals',
        rowTitle: 'Attribute',
        columns: [{ name: 'accuracy', unit: 'share' }],
        rows: Object.entries(accuracies).map(([name, value]) => ({
          name,
          cells: [{ value, ...wilsonInterval(value, count), count }],
        })),
      },
    },
  ]);
}
