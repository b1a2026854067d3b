import type { Picture } from '@attgan/pictures';
import type { MetricResult } from '../../evaluation/evaluate-model.ts';
import type { Finding } from '../../finding.ts';

export interface EvaluatedModel {
  readonly name: string;
  /** Of its weights. */
  readonly sha256: string;
  /** Of the edits of single numbers. */
  readonly strength: number;
  /** What its card says of where it comes from, the experiment included. Plain JSON. */
  readonly provenance: unknown;
  readonly seconds: number;
  /** By the metric's name. */
  readonly findings: Readonly<Record<string, MetricResult>>;
}

/** What was found of one model or several, on the same faces by the same protocol. `results.json` holds just this. */
export interface Evaluation {
  readonly format: 1;
  /** One line on where the faces come from. */
  readonly data: string;
  readonly split: string;
  readonly faces: number;
  readonly attributes: readonly string[];
  /** Of the curves, ascending. */
  readonly strengths: readonly number[];
  readonly seed: number;
  /** The one that reads the edits, where a metric needed one. Accuracies: shares in [0, 1], of `count` real faces. */
  readonly classifier?: {
    readonly description: string;
    readonly sha256: string;
    readonly accuracy: number;
    readonly accuracies: Readonly<Record<string, number>>;
    readonly count: number;
  };
  readonly backend: string;
  readonly models: readonly EvaluatedModel[];
}

export interface EvaluationPicture {
  /** The model's name. */
  readonly model: string;
  readonly caption: string;
  readonly picture: Picture;
}

/** The metrics of all models, in the order of the first. */
export function metricsOf({ models }: Pick<Evaluation, 'models'>): readonly string[] {
  return [...new Set(models.flatMap(({ findings }) => Object.keys(findings)))];
}

/** The finding, or why there is none. */
export function resultOf(model: EvaluatedModel, metric: string): MetricResult {
  const known = Object.hasOwn(model.findings, metric) ? model.findings[metric] : undefined;
  return known ?? { unavailable: 'it was not measured' };
}

/** Undefined where the metric was unavailable. */
export function findingOf(model: EvaluatedModel, metric: string): Finding | undefined {
  const result = resultOf(model, metric);
  return 'finding' in result ? result.finding : undefined;
}
