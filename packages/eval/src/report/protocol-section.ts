import { metricsOf, resultOf, type Evaluation } from './evaluation.ts';
import { findingTableHtml } from './finding-table-html.ts';
import { formatSeconds, formatValue, metricTitle } from './format-number.ts';
import { html, htmlFacts, type Html } from './html.ts';
import { htmlTable } from './html-table.ts';
import { wilsonInterval } from '../scores/wilson-interval.ts';

/** How it was measured, of what, and by what: enough to do it again. */
export function protocolSection(evaluation: Evaluation): Html {
  const { data, split, faces, seed, strengths, classifier, backend, models } = evaluation;
  const columns = models.map(({ name }) => name);
  return html`<section id="protocol">
    <h2>Protocol</h2>
    ${htmlFacts([
      ['Data', data],
      ['Faces', `the first ${faces} of the ${split} split`],
      ['Strength', `${strengthsText(models)}; curves at ${strengths.join(', ')}`],
      ['Seed', String(seed)],
      ['Backend', backend],
      ...(classifier === undefined ? [] : classifierFacts(classifier)),
    ])}
    ${classifier && classifierTable(classifier)}
    ${htmlTable({
      caption: 'Time taken',
      columns: ['Metric', ...columns],
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
    })}
    ${models.map(
      ({ name, sha256, provenance }) =>
        html`<h3>${name}</h3>
          <p>SHA-256 of the weights: <code>${sha256}</code></p>
          <details>
            <summary>Experiment and provenance of ${name}</summary>
            <pre>${JSON.stringify(provenance, null, 2) ?? 'unknown'}</pre>
          </details>`,
    )}
  </section>`;
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
        title: 'How often the classifier reads real faces rightly, with Wilson’s interval',
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
