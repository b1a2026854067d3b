/** What became of one case. */
export interface CaseResult {
  readonly group: string;
  readonly name: string;
  readonly status: 'passed' | 'failed' | 'not promised';
  /** How far the result was off, where it came to a result; see `Deviation`. */
  readonly deviation?: number;
  readonly tolerance?: number;
  /** What is wrong, in one line; of failures only. */
  readonly problem?: string;
  readonly milliseconds: number;
}

/** How fast a typical layer ran. */
export interface LayerSpeed {
  readonly name: string;
  /** 10⁹ floating-point operations a second; a multiplication with its addition counts as two. */
  readonly gigaflops: number;
}

export interface ConformanceReport {
  /** The definition that was checked. */
  readonly kind: string;
  readonly name: string;
  /** Whether nothing that was promised failed. */
  readonly ok: boolean;
  readonly results: readonly CaseResult[];
  /** Of backends: information, never a criterion. Empty for other kinds, and where only one group was run. */
  readonly layers: readonly LayerSpeed[];
}
