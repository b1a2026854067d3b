import type { Figure } from '../finding.ts';
import { findingOf, metricsOf } from '../report/evaluation/evaluation.ts';
import type { Study } from './study.ts';

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

/** What intervals are over. */
export function intervalsText({ plan: { seeds } }: Study): string {
  return seeds.length === 1
    ? 'Intervals are bootstrapped over faces: one seed cannot show the variation between seeds.'
    : `Intervals are Student’s t over ${seeds.length} seeds; all runs are measured on the same faces.`;
}
