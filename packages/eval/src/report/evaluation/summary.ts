import type { Estimate, Figure } from '../../finding.ts';
import { findingOf, metricsOf, type Evaluation } from './evaluation.ts';
import { formatNumber } from '../page/format-number.ts';

/** One figure of all models. */
export interface SummaryRow {
  readonly metric: string;
  readonly name: string;
  readonly unit: Figure['unit'];
  readonly better: Figure['better'];
  /** In the order of the models; undefined where there is none. */
  readonly estimates: readonly (Estimate | undefined)[];
  /** Which models are best: several when they read the same, none when there is nothing to compare. */
  readonly best: readonly boolean[];
}

/** All figures, by the metrics in their order. */
export function summaryRows(evaluation: Evaluation): readonly SummaryRow[] {
  return metricsOf(evaluation).flatMap((metric) => {
    const figures = evaluation.models.map((model) => findingOf(model, metric)?.figures ?? []);
    const firsts = new Map(
      figures
        .flat()
        .toReversed()
        .map((figure) => [figure.name, figure]),
    );
    const names = new Set(figures.flat().map((figure) => figure.name));
    return [...names].map((name): SummaryRow => {
      const { unit, better } = firsts.get(name) as Figure;
      const estimates = figures.map((own) => own.find((figure) => figure.name === name)?.estimate);
      return { metric, name, unit, better, estimates, best: bestOf(estimates, unit, better) };
    });
  });
}

/** The count that all estimates share, or all counts in the order of the models. */
export function countsOf(estimates: readonly (Estimate | undefined)[]): string {
  const counts = estimates.map((estimate) => (estimate === undefined ? '–' : String(estimate.count)));
  const present = new Set(counts.filter((count) => count !== '–'));
  return present.size <= 1 ? ([...present][0] ?? '–') : counts.join(' / ');
}

function bestOf(
  estimates: readonly (Estimate | undefined)[],
  unit: Figure['unit'],
  better: Figure['better'],
): readonly boolean[] {
  const values = estimates.flatMap((estimate) => (Number.isFinite(estimate?.value) ? [estimate?.value as number] : []));
  if (values.length < 2) return estimates.map(() => false);
  const best = formatNumber(better === 'higher' ? Math.max(...values) : Math.min(...values), unit);
  return estimates.map((estimate) => estimate !== undefined && formatNumber(estimate.value, unit) === best);
}
