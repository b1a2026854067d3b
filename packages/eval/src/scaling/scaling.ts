import type { Growth } from './fit-growth.ts';

/** What was measured at one place of a series, by name; names end in their unit: `_ms`, `_s`, `_mb`, `_per_s`. */
export type ScalingPoint = Readonly<Record<string, number>>;

/** Figures against one number that grows. */
export interface ScalingSeries {
  /** What grows, such as `batch`, and the name of its value in every point. */
  readonly against: string;
  readonly points: readonly ScalingPoint[];
  /** How each figure grows with it; of those with enough points. */
  readonly growth: Readonly<Record<string, Growth>>;
}

/** How time and memory grow on one machine: the content of `scaling.json`. */
export interface Scaling {
  readonly format: 1;
  readonly preset: string;
  /** Factor on every hidden width, where the width does not grow. */
  readonly width: number;
  /** Images in a batch, where the batch does not grow. */
  readonly batch: number;
  readonly repeats: number;
  readonly backend: string;
  readonly description: string;
  readonly machine: {
    readonly processor: string;
    readonly cores: number;
    readonly memory_mb: number;
    readonly node: string;
  };
  /** Numbers that training changes, at that width. */
  readonly parameters: { readonly generator: number; readonly critic: number };
  readonly seconds: number;
  readonly series: readonly ScalingSeries[];
}
