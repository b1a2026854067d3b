import { formatSeconds, formatValue } from '../report/page/format-number.ts';
import { htmlFacts } from '../report/page/html-facts.ts';
import { htmlTable } from '../report/page/html-table.ts';
import { html, type Html } from '../report/page/html.ts';
import type { Section } from '../report/page/page.ts';
import type { Study } from './study.ts';

/** What was trained and how it was measured: enough to do it again. */
export function studyProtocolSection(study: Study): Section {
  const plan = html`<details>
    <summary>The plan</summary>
    <pre>${JSON.stringify(study.plan, null, 2)}</pre>
  </details>`;
  return { id: 'protocol', title: 'Protocol', parts: [htmlFacts(factsOf(study)), runsTable(study), plan] };
}

function factsOf({ plan: { minutes }, protocol }: Study): [string, string][] {
  const { data, split, faces, seed, classifier, backend } = protocol;
  const read =
    classifier &&
    `${classifier.description}; reads ${formatValue(classifier.accuracy, 'share')} of the labels of ${classifier.count} real faces correctly`;
  return [
    ['Data', data],
    ['Faces', `the first ${faces} of the ${split} split`],
    ['Seed of the measurements', String(seed)],
    ['Backend', backend],
    ...(minutes === undefined ? [] : [['Training', `${minutes} minutes a run`] as [string, string]]),
    ...(read === undefined ? [] : [['Classifier', read] as [string, string]]),
  ];
}

function runsTable({ runs }: Study): Html {
  return htmlTable({
    caption: 'Runs',
    columns: ['Experiment', 'Seed', 'Iterations', 'Training time', 'Strength of edits', 'Weights'],
    rows: runs.map(({ experiment, seed, iterations, seconds, model }) => ({
      name: experiment,
      cells: [
        String(seed),
        String(iterations),
        formatSeconds(seconds),
        String(model.strength),
        { content: html`<code>${model.sha256.slice(0, 12)}</code>` },
      ],
    })),
  });
}
