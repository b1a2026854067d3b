/** A number measured on a sample, with its 95 % confidence interval by bootstrap. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** Faces (or pairs, or labels, as the table says) that it rests on. */
  readonly count: number;
}

/** How a number is written: shares in [0, 1] as per cent, 255ths as levels. */
export type Unit = 'share' | 'decibels' | 'levels' | 'number';

export interface Column {
  readonly name: string;
  readonly unit: Unit;
}

/** Rows of estimates; a cell is undefined where nothing could be measured. */
export interface FindingTable {
  readonly title: string;
  /** What a row is, e.g. `Attribute`. */
  readonly rowTitle: string;
  readonly columns: readonly Column[];
  readonly rows: readonly { readonly name: string; readonly cells: readonly (Estimate | undefined)[] }[];
}

/** Lines over one axis, drawn by the report. */
export interface FindingChart {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  /** A value of the vertical axis that is shown in any case, such as 0; the axis reaches as far as the lines when absent. */
  readonly yFrom?: number;
  readonly series: readonly { readonly name: string; readonly points: readonly (readonly [number, number])[] }[];
}

/** One number of the summary, on which models are compared. */
export interface Figure extends Column {
  readonly estimate: Estimate;
  readonly better: 'higher' | 'lower';
}

/** What a metric found for one model. */
export interface Finding {
  /** The numbers that stand for the whole, at most four. */
  readonly figures: readonly Figure[];
  readonly tables: readonly FindingTable[];
  readonly charts: readonly FindingChart[];
  /** Sentences that say how it was measured and what the numbers can be compared with. */
  readonly notes: readonly string[];
}
